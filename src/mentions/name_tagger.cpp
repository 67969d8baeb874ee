#include "mentions/name_tagger.h"

#include <filesystem>

#include "encoder/encoder.h"
#include "encoder/tensor_file.h"

namespace dragoman {
namespace {

std::optional<NameLabel> meaning_of(std::string_view label) {
  if (label.size() < 3) return std::nullopt;
  const std::string_view kind = label.substr(2);
  if (kind == "PER") return NameLabel::person;
  if (kind == "ORG") return NameLabel::organisation;
  if (kind == "LOC") return NameLabel::place;
  if (kind == "NORP") return NameLabel::people;
  return std::nullopt;
}

}  // namespace

Result<NameTagger> NameTagger::load(const std::string& data_folder) {
  NameTagger tagger;
  const std::string path = data_folder + "/models/en.encoder";
  if (!std::filesystem::exists(path)) return tagger;
  const auto tables = TensorFile::load(path);
  if (!tables) return tl::unexpected(tables.error());
  auto head = TaggingHead::load(*tables, "names");
  if (!head) return tl::unexpected(head.error());
  for (const std::string& label : head->labels()) {
    tagger.meaning_.push_back(meaning_of(label));
    tagger.begins_.push_back(label.starts_with("B-"));
  }
  tagger.head_ = std::move(*head);
  return tagger;
}

std::vector<LabelSpan> NameTagger::find(const Syntax& syntax) const {
  std::vector<LabelSpan> out;
  if (!head_ || syntax.states.size() < syntax.tokens.size() * encoder_width) return out;
  for (const Sentence& sentence : syntax.sentences) {
    const std::uint32_t count = sentence.end - sentence.begin;
    if (!count) continue;
    const std::vector<float> scores = head_->score(&syntax.states[std::size_t{sentence.begin} * encoder_width], count);
    const std::vector<std::uint8_t> labels = best_labels(scores, head_->labels());
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::optional<NameLabel> meaning = meaning_[labels[i]];
      if (!meaning) continue;
      const std::uint32_t token = sentence.begin + i;
      if (!begins_[labels[i]] && !out.empty() && out.back().end == token)
        out.back().end = token + 1;
      else
        out.push_back({token, token + 1, *meaning});
    }
  }
  return out;
}

}  // namespace dragoman
