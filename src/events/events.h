// events.h: PLOVER events: type, mode, actors, recipients, date, place, casualties, status; one record for one event
// of the world however often the article tells it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dragoman/document.h"
#include "dragoman/result.h"

namespace dragoman {

class EventCoder {
 public:
  static Result<EventCoder> load(const std::string& data_folder, const std::vector<std::string>& overlays);
  EventCoder(EventCoder&&) noexcept;
  EventCoder& operator=(EventCoder&&) noexcept;
  ~EventCoder();

  std::vector<Event> code(const Page& page, const Article& article, const Syntax& syntax, const Mentions& mentions,
                          const Statements& statements) const;

 private:
  struct Data;
  explicit EventCoder(std::unique_ptr<Data> data);
  std::unique_ptr<Data> data_;
};

}  // namespace dragoman
