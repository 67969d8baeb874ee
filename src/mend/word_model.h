// word_model.h: how likely a word is in a language: a lexicon of common words and a letter model for the others.
//
// Bits are -log2 of a probability. The letter model is an interpolated 5-gram over letters (Witten-Bell smoothing),
// stored as bits of the n-grams seen and back-off bits of their contexts. Words are given `folded` (letters.h).
// The file (models/mend.model) is mapped; both tables are open hash tables of tags and 8-bit values; a word that is
// in no lexicon is taken for a known one about once in a million. Immutable, safe to share.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "dragoman/result.h"
#include "mend/letters.h"

namespace dragoman {

using Language = std::uint8_t;  // index into WordModel::languages()
inline constexpr Language no_language = 255;

struct LanguageFacts {
  std::string name;  // ISO 639-1
  Script script = Script::latin;
  float unknown_bits = 0;  // of meeting a word outside the lexicon
};

struct KnownWord {
  float bits = 0;
  bool capital = false;  // mostly written with a capital
};

class WordModel {
 public:
  static Result<WordModel> load(const std::string& path);

  const std::vector<LanguageFacts>& languages() const { return languages_; }
  Language language(std::string_view name) const;  // no_language for an unknown one

  std::optional<KnownWord> known(Language language, std::u32string_view folded) const;
  // The same of letters of the Latin alphabet in any case, without a copy.
  bool knows(Language language, std::u32string_view latin) const {
    std::uint64_t key = seed_of(language, words);
    for (const char32_t c : latin) key = step(key, is_apostrophe(c) ? U'\'' : lower(c));
    return words_.find(mix(key)) >= 0;
  }
  bool known_key(std::uint64_t key) const {
    return words_.find(key) >= 0;
  }  // of key_of(seed_of(language, words), word)
  // Of a word outside the lexicon; stops above `most`.
  float letter_bits(Language language, std::u32string_view folded,
                    float most = std::numeric_limits<float>::infinity()) const;
  float letter_bits_alone(Language language, char32_t c) const { return gram_bits(language, {&c, 1}); }
  float word_bits(Language language, std::u32string_view folded) const;  // known or not

  static constexpr std::uint64_t seed_of(Language language, std::uint64_t table) {
    return mix(table * 1024 + language + 1);
  }
  static constexpr std::uint64_t step(std::uint64_t key, char32_t c) {
    return (key ^ (static_cast<std::uint64_t>(c) + 0x9e3779b97f4a7c15ull)) * 0xbf58476d1ce4e5b9ull ^ (key >> 29);
  }
  static std::uint64_t key_of(std::uint64_t seed, std::u32string_view letters) {
    for (const char32_t c : letters) seed = step(seed, c);
    return mix(seed);
  }

  static constexpr int word_tag_bytes = 3, letter_tag_bytes = 2;
  static unsigned tag_of(std::uint64_t key, int bytes) { return static_cast<unsigned>(key >> (64 - 8 * bytes)) | 1u; }
  static std::uint64_t first_slot(std::uint64_t key, std::uint64_t slots) { return (key & 0xffffffff) * slots >> 32; }

  static constexpr std::uint64_t magic = 0x32444e454d475244ull;  // "DRGMEND2"
  static constexpr int order = 5;
  static constexpr char32_t begin_mark = 1, end_mark = 2;
  static constexpr float word_scale = 4, letter_scale = 8;
  static constexpr float strange_letter_bits = 18;  // a letter that the language does not have
  enum Table : std::uint64_t { words = 1, grams = 2, contexts = 3 };

  struct Header {
    std::uint64_t magic, word_slots, letter_slots;
    std::uint32_t languages, unused;
  };
  struct LanguageRow {
    char name[8];
    std::uint32_t script;
    float unknown_bits;
  };

 private:
  template <int tag_bytes>
  struct Slots {
    const unsigned char* at = nullptr;  // a tag (little endian, 0 is empty) and a value in each slot
    std::uint64_t count = 1;
    int find(std::uint64_t key) const {  // the value, or -1
      const unsigned tag = tag_of(key, tag_bytes);
      for (std::uint64_t slot = first_slot(key, count);; slot = slot + 1 == count ? 0 : slot + 1) {
        const unsigned char* here = at + slot * (tag_bytes + 1);
        unsigned found = here[0] | static_cast<unsigned>(here[1]) << 8;
        if constexpr (tag_bytes == 3) found |= static_cast<unsigned>(here[2]) << 16;
        if (found == 0) return -1;
        if (found == tag) return here[tag_bytes];
      }
    }
  };
  float gram_bits(Language language, std::u32string_view gram) const;

  std::shared_ptr<const void> mapping_;
  std::vector<LanguageFacts> languages_;
  Slots<word_tag_bytes> words_;
  Slots<letter_tag_bytes> letters_;
};

}  // namespace dragoman
