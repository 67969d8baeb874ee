// entities.h: character references of HTML ("&amp;", "&#1077;"), read as the HTML standard says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dragoman/result.h"

namespace dragoman {

class Entities {
 public:
  static Result<Entities> load(const std::string& data_folder);

  struct Match {
    std::size_t size = 0;   // bytes from the "&" on; 0: no reference, the "&" stands for itself
    std::string_view text;  // valid until the next call with the same `buffer`
  };
  // The reference at text[at] (an "&"). In an attribute a bare name before "=" or a letter is none.
  Match match(std::string_view text, std::size_t at, bool in_attribute, std::string& buffer) const;

  // `text` with every reference replaced.
  std::string decode(std::string_view text, bool in_attribute) const;

 private:
  struct Entity {
    std::string name, text;
    bool bare = false;
  };
  const Entity* longest(std::string_view text, std::size_t at, std::size_t& size) const;
  std::vector<Entity> entities_;  // sorted by name
};

}  // namespace dragoman
