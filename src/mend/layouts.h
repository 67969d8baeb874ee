// layouts.h: keyboard layouts and the confusions of two of them, read from knowledge/layouts.toml.
//
// A confusion tells what would have stood there, had the meant layout been on: the keys that give the text on the
// active layout, read on the meant one. Dead keys are composed and taken apart. Immutable, safe to share.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "dragoman/result.h"
#include "mend/letters.h"
#include "mend/word_model.h"

namespace dragoman {

// What keys give, by the character that another layout gives: a table for the first alphabets, a map for the others.
class KeyMap {
 public:
  KeyMap() : first_(low, 0) {}
  const std::u32string* find(char32_t c) const {  // nullptr when it is on no key
    if (c < low) return first_[c] ? &made_[first_[c] - 1u] : nullptr;
    const auto found = others_.find(c);
    return found == others_.end() ? nullptr : &made_[found->second];
  }
  // What `c` has after it: `made`, or what it had before.
  const std::u32string& add(char32_t c, const std::u32string& made) {
    if (const std::u32string* had = find(c)) return *had;
    made_.push_back(made);
    if (c < low) {
      first_[c] = static_cast<std::uint8_t>(made_.size());
    } else {
      others_[c] = made_.size() - 1;
    }
    return made_.back();
  }
  bool changes(char32_t c) const {  // or `c` is on no key
    const std::u32string* made = find(c);
    return !made || made->size() != 1 || (*made)[0] != c;
  }

 private:
  static constexpr char32_t low = 0x600;
  std::vector<std::u32string> made_;  // 96 keys at most
  std::vector<std::uint8_t> first_;   // place in made_, counted from 1
  std::unordered_map<char32_t, std::size_t> others_;
};

struct Confusion {
  std::string meant, active;  // layouts
  Language meant_language = no_language, active_language = no_language;
  Script meant_script = Script::none, active_script = Script::none;
  float cost = 0;           // bits beside the commonest confusion
  bool loses_case = false;  // the active layout gives the same letter with and without Shift
  // A character of the active layout -> what its key gives on the meant one; dead keys stand as their own accents
  // U+0300.. . Characters that are the same on both are there too.
  KeyMap keys;

  // Other keys that give the same: keys for two letters at once ("lam-alef") and letters that two keys give.
  std::vector<std::pair<std::u32string, std::u32string>> other_keys;

  // False when a character of `typed` is on no key of the active layout or gives nothing on the meant one.
  bool meant_text(std::u32string_view typed, std::u32string& out) const;
  // Every reading of `typed`, as other keys make several possible; at most 16, none when there is none.
  std::vector<std::u32string> readings(std::u32string_view typed) const;
  std::string detail() const { return active + ">" + meant; }
};

class Layouts {
 public:
  // Confusions of languages that `model` does not know are left out.
  static Result<Layouts> load(const std::string& data_folder, const WordModel& model);
  const std::vector<Confusion>& confusions() const { return confusions_; }

 private:
  std::vector<Confusion> confusions_;
};

// Accents: a letter with an accent U+0300.. as one character, or 0; and taken apart, or itself alone.
char32_t composed(char32_t letter, char32_t accent);
std::u32string taken_apart(char32_t c);

}  // namespace dragoman
