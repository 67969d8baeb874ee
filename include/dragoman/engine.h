// engine.h: opens the knowledge and the models once and reads sources with them.
//
// An Engine is immutable after open(): read() may be called from many threads at once. It opens no network
// connection and writes nothing. Equal source and options give equal readings, or, with most_seconds, none.
//
//   auto engine = Engine::open({.data_folder = "/usr/share/dragoman"});
//   auto reading = engine->read(source, {.date = "2026-03-01"});
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dragoman/document.h"
#include "dragoman/result.h"

namespace dragoman {

struct EngineOptions {
  std::string data_folder;                      // holds knowledge/ and models/
  std::vector<std::string> knowledge_overlays;  // folders of the same shape as knowledge/; later ones win by key
};

struct ReadOptions {
  std::string date;  // publication date (ISO) for a source that states none; "" for none
  Stage last = Stage::events;
  std::vector<std::uint32_t> refused_repairs;  // numbers of repairs of an earlier reading that shall not be made
  bool flag_only = false;                      // repairs are reported and not made
  double most_seconds = 0;                     // after which a source is given up, before its next stage; 0: never
};

struct EngineParts;

class Engine {
 public:
  static Result<Engine> open(const EngineOptions& options);
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;
  ~Engine();

  Result<Reading> read(Source source, const ReadOptions& options) const;
  const EngineParts& parts() const { return *parts_; }  // for trainers and benches, src/engine/parts.h

 private:
  explicit Engine(std::unique_ptr<EngineParts> parts);
  std::unique_ptr<EngineParts> parts_;
};

}  // namespace dragoman
