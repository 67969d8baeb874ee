// export.h: events in the formats that analysts load. doc/exports.md tells each column and what is lost.
//
// An exporter writes through a callback, in bounded memory; the same events give the same bytes. To add a format: one
// file, one line in formats.cpp.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "dragoman/result.h"
#include "store/flat_event.h"

namespace dragoman::exporting {

using Write = std::function<bool(std::string_view)>;  // false: nobody reads any more

struct ExportOptions {
  bool spreadsheet = false;          // texts that a spreadsheet would take for formulas get an apostrophe
  std::map<std::string, int> quads;  // class 1 to 4 by PLOVER type and CAMEO root (load_quads)
};
Result<std::map<std::string, int>> load_quads(const std::string& data_folder);

class Exporter {
 public:
  virtual ~Exporter() = default;
  virtual bool begin() { return true; }
  virtual bool add(const store::FlatEvent& event) = 0;
  virtual bool end() { return true; }
};

struct Format {
  std::string_view name, extension, help;
  std::unique_ptr<Exporter> (*make)(Write write, const ExportOptions& options);
};
std::span<const Format> formats();
const Format* format_of(std::string_view name);  // nullptr: none

}  // namespace dragoman::exporting
