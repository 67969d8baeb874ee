// mend.h: visible text as it was meant: mojibake, look-alike letters and keyboard layout slips undone.
//
// Text to text: blocks are moved along, every change is a Repair of the new Page::text. Links, addresses, codes and
// genuine foreign words are left alone.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dragoman/document.h"
#include "dragoman/result.h"

namespace dragoman {

class Mender {  // the layouts and letter models; immutable
 public:
  static Result<Mender> load(const std::string& data_folder);
  Mender(Mender&&) noexcept;
  Mender& operator=(Mender&&) noexcept;
  ~Mender();

  // The repairs that `page` wants, sorted and disjoint, none applied.
  std::vector<TextEdit> find_repairs(const Page& page) const;

 private:
  struct Data;
  explicit Mender(std::unique_ptr<Data> data);
  std::unique_ptr<Data> data_;
};

// `page` with the edits applied and its blocks moved along. Edits whose number is in `refused` are left out.
Page apply_repairs(Page page, const std::vector<TextEdit>& edits, const std::vector<std::uint32_t>& refused = {});

}  // namespace dragoman
