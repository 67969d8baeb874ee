// events.h: PLOVER events: type, mode, actors, recipients, date, place, casualties, status; one record for one event
// of the world however often the article tells it.
//
// Two readers meet here: the frames of knowledge/events (doc/frames.md) and linear models trained on coded news
// (models/en.events.card.md). Frames are features of the models and decide alone where a model is missing.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dragoman/document.h"
#include "dragoman/result.h"

namespace dragoman {

struct EventCoderOptions {
  std::string model_folder;         // "": data_folder/models
  float least_type = 0.20f;         // probability of a type under which a word is no trigger
  float least_with_frame = 0.012f;  // the same where a frame fires and the sentence tells no other event of the type
  float least_role = 0.50f;         // probability under which a mention is no party
  float least_only_role = 0.06f;    // the same for the only member of its side
  bool merge = true;                // over the sentences of the document
};

class EventCoder {
 public:
  static Result<EventCoder> load(const std::string& data_folder, const std::vector<std::string>& overlays,
                                 const EventCoderOptions& options = {});
  EventCoder(EventCoder&&) noexcept;
  EventCoder& operator=(EventCoder&&) noexcept;
  ~EventCoder();

  // Time linear in the words of the document; events in the order of their first telling.
  std::vector<Event> code(const Page& page, const Article& article, const Syntax& syntax, const Mentions& mentions,
                          const Statements& statements) const;

 private:
  struct Data;
  explicit EventCoder(std::unique_ptr<Data> data);
  std::unique_ptr<Data> data_;
};

}  // namespace dragoman
