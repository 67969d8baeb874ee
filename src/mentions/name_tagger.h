// name_tagger.h: stretches of words that the encoder's head for names takes for a name.
//
// Reads Syntax::states; without an encoder there are none. Time linear in the text. Immutable, safe to share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dragoman/document.h"
#include "dragoman/result.h"
#include "encoder/tagging_head.h"

namespace dragoman {

enum class NameLabel : std::uint8_t { person, organisation, place, people };

struct LabelSpan {
  std::uint32_t begin = 0, end = 0;  // tokens
  NameLabel label = NameLabel::person;
};

class NameTagger {
 public:
  // Reads models/en.encoder; a missing file gives a tagger that finds nothing.
  static Result<NameTagger> load(const std::string& data_folder);
  std::vector<LabelSpan> find(const Syntax& syntax) const;  // sorted, disjoint

 private:
  std::optional<TaggingHead> head_;
  std::vector<std::optional<NameLabel>> meaning_;  // of each label
  std::vector<bool> begins_;
};

}  // namespace dragoman
