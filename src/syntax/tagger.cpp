#include "syntax/tagger.h"

#include <algorithm>

namespace dragoman {
namespace {

constexpr std::uint64_t border = 0x5bd1e995;  // stands for the words outside the sentence

}  // namespace

std::uint64_t sure_feature(const WordKeys& word) { return combine(0xd1c7, word.exact); }

void tag_features(std::span<const WordKeys> words, std::size_t i, std::uint8_t before, std::uint8_t before2,
                  FeatureList& out) {
  const WordKeys& word = words[i];
  const WordKeys* last = i > 0 ? &words[i - 1] : nullptr;
  const WordKeys* next = i + 1 < words.size() ? &words[i + 1] : nullptr;
  const std::uint64_t last_word = last ? last->word : border;
  const std::uint64_t next_word = next ? next->word : border;
  const std::uint64_t next_end = next ? next->suffix[2] : border;
  const std::uint64_t next_shape = next ? next->shape : border;
  const std::uint64_t last2_word = i > 1 ? words[i - 2].word : border;
  const std::uint64_t next2_word = i + 2 < words.size() ? words[i + 2].word : border;
  const std::uint64_t before_both = pair_of(before, before2);
  const std::uint64_t place = i == 0 ? 1 : 0;
  out.clear();
  out.add(1, word.word);
  out.add(2, word.exact);
  out.add(3, pair_of(word.shape, place));
  for (std::size_t n = 0; n < 3; ++n) out.add(4 + n, word.prefix[n]);
  for (std::size_t n = 0; n < 4; ++n) out.add(8 + n, word.suffix[n]);
  out.add(12, before);
  out.add(13, before_both);
  out.add(14, pair_of(word.word, before));
  out.add(15, last_word);
  out.add(16, next_word);
  out.add(17, pair_of(word.word, next_word));
  out.add(18, pair_of(word.word, last_word));
  out.add(19, next_end);
  out.add(20, pair_of(before, next_word));
  out.add(21, pair_of(word.suffix[2], before));
  out.add(22, pair_of(word.suffix[2], next_end));
  out.add(23, last2_word);
  out.add(24, next2_word);
  out.add(25, pair_of(next_word, next2_word));
  out.add(26, pair_of(word.shape, pair_of(before, place)));
  out.add(27, pair_of(word.shape, next_shape));
  out.add(28, pair_of(word.word, before_both));
  out.add(29, pair_of(word.suffix[2], word.shape));
  out.add(30, pair_of(last ? last->suffix[2] : border, word.suffix[2]));
  out.add(31, next_shape);
}

Result<Tagger> Tagger::load(const std::string& path) {
  auto weights = RowWeights::load(path, tagger_fingerprint);
  if (!weights) return tl::unexpected(weights.error());
  Tagger tagger;
  tagger.weights_ = std::move(*weights);
  for (const std::string& name : tagger.weights_.class_names()) {
    const std::size_t bar = name.find('|');
    Upos upos = Upos::X;
    for (int u = 0; u <= static_cast<int>(Upos::X); ++u)
      if (name_of(static_cast<Upos>(u)) == std::string_view(name).substr(0, bar)) upos = static_cast<Upos>(u);
    tagger.tags_.emplace_back(upos, bar == std::string::npos ? 0 : xpos_of(std::string_view(name).substr(bar + 1)));
  }
  return tagger;
}

void Tagger::tag(std::span<const WordKeys> words, std::vector<std::uint8_t>& classes) const {
  FeatureList features;
  std::array<std::int32_t, 256> scores;
  const std::size_t count = tags_.size();
  std::uint8_t before = no_tag, before2 = no_tag;
  classes.resize(words.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (const auto* sure = weights_.find(sure_feature(words[i]))) {
      classes[i] = sure[1].label;
    } else {
      tag_features(words, i, before, before2, features);
      for (const std::uint64_t feature : features.view()) weights_.prefetch(feature);
      std::fill_n(scores.begin(), count, 0);
      for (const std::uint64_t feature : features.view()) weights_.add(feature, scores.data());
      classes[i] = static_cast<std::uint8_t>(std::max_element(scores.begin(), scores.begin() + count) - scores.begin());
    }
    before2 = before;
    before = classes[i];
  }
}

}  // namespace dragoman
