#include "mend/word_model.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/file.h"

namespace dragoman {

Result<WordModel> WordModel::load(const std::string& path) {
  const auto bad = [&](const char* what) {
    return fail(FailureCode::bad_model, path, what, "take the file of this version, or train it again (doc/mend.md)");
  };
  auto file = map_file(path);
  if (!file) return tl::unexpected(file.error());
  const std::string_view bytes = file->bytes;
  Header header;
  if (bytes.size() < sizeof header) return bad("model is cut short");
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.magic != magic) return bad("not a model of the mend stage");
  const auto possible = [&](std::uint64_t n) { return n > 0 && n < bytes.size(); };
  if (!possible(header.word_slots) || !possible(header.letter_slots) || header.languages >= no_language ||
      sizeof header + header.languages * sizeof(LanguageRow) + header.word_slots * (word_tag_bytes + 1) +
              header.letter_slots * (letter_tag_bytes + 1) !=
          bytes.size())
    return bad("model is cut short");
  WordModel model;
  const char* at = bytes.data() + sizeof header;
  for (std::uint32_t i = 0; i < header.languages; ++i, at += sizeof(LanguageRow)) {
    LanguageRow row;
    std::memcpy(&row, at, sizeof row);
    model.languages_.push_back(
        {std::string(row.name, strnlen(row.name, sizeof row.name)), static_cast<Script>(row.script), row.unknown_bits});
  }
  const auto* slots = reinterpret_cast<const unsigned char*>(at);
  model.words_ = {slots, header.word_slots};
  model.letters_ = {slots + header.word_slots * (word_tag_bytes + 1), header.letter_slots};
  model.mapping_ = std::move(file->mapping);
  return model;
}

Language WordModel::language(std::string_view name) const {
  for (std::size_t i = 0; i < languages_.size(); ++i)
    if (languages_[i].name == name) return static_cast<Language>(i);
  return no_language;
}

std::optional<KnownWord> WordModel::known(Language language, std::u32string_view folded) const {
  const int value = words_.find(key_of(seed_of(language, words), folded));
  if (value < 0) return {};
  return KnownWord{static_cast<float>(value & 127) / word_scale, value >= 128};
}

// Bits of the last letter of `gram` after the ones before it: the longest n-gram seen, after the back-off of those
// contexts that were seen without it.
float WordModel::gram_bits(Language language, std::u32string_view gram) const {
  float bits = 0;
  for (; !gram.empty(); gram.remove_prefix(1)) {
    const int value = letters_.find(key_of(seed_of(language, grams), gram));
    if (value >= 0) return bits + static_cast<float>(value) / letter_scale;
    const int back_off = letters_.find(key_of(seed_of(language, contexts), gram.substr(0, gram.size() - 1)));
    if (back_off >= 0) bits += static_cast<float>(back_off) / letter_scale;
  }
  return bits + strange_letter_bits;
}

float WordModel::letter_bits(Language language, std::u32string_view folded, float most) const {
  // The letters in front of the one that is read, after one mark: a window slides over the marked word.
  std::array<char32_t, order> window{begin_mark};
  std::size_t length = 1;
  float bits = 0;
  for (std::size_t at = 0; at <= folded.size() && bits <= most; ++at) {
    if (length == window.size()) {
      std::copy(window.begin() + 1, window.end(), window.begin());
      --length;
    }
    window[length++] = at < folded.size() ? folded[at] : end_mark;
    bits += gram_bits(language, {window.data(), length});
  }
  return bits;
}

float WordModel::word_bits(Language language, std::u32string_view folded) const {
  if (const auto word = known(language, folded)) return word->bits;
  return languages_[language].unknown_bits + letter_bits(language, folded);
}

}  // namespace dragoman
