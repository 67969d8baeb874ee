// casualties.h: how many people an event killed and injured, as the sentence gives it ("killing seven and wounding
// 12").
#pragma once

#include <optional>
#include <unordered_map>

#include "dragoman/result.h"
#include "events/draft.h"

namespace dragoman::events {

class CasualtyReader {
 public:
  static Result<CasualtyReader> load(const std::string& data_folder);

  // Fills killed and injured of the drafts from the sentences of their triggers: a count goes to the draft whose
  // trigger tells it, else to the nearest one above it in the tree, else to the first of the sentence. Only drafts of
  // the type `harm` take counts.
  void fill(const Scene& scene, std::uint32_t harm, std::vector<Draft>& drafts) const;

 private:
  enum class Kind : std::uint8_t { killed, injured, count, times };
  enum class Who : std::uint8_t { object, subject, number };
  struct Entry {
    Kind kind;
    Who who;
    std::uint32_t value;
  };
  const Entry* entry_of(const Tree& tree, Word word) const;
  std::optional<std::uint32_t> number_at(const Tree& tree, Word word) const;
  std::optional<std::uint32_t> count_of(const Tree& tree, Word phrase) const;
  std::optional<std::uint32_t> number_beside(const Tree& tree, Word verb) const;
  std::optional<std::uint32_t> toll_at(const Tree& tree, Word word, const Entry& entry) const;

  std::unordered_map<std::uint64_t, Entry> entries_;
};

}  // namespace dragoman::events
