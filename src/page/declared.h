// declared.h: what a page states about itself: title, authors, dates, site, language, address.
//
// knowledge/page/declared.tsv says which names mean what and how far to believe each.
#pragma once

#include <bitset>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dragoman/document.h"
#include "dragoman/result.h"

namespace dragoman {

enum class Field : std::uint8_t { title, author, date, site, language, address };
inline constexpr std::size_t field_count = 6;

struct DeclaredRule {
  Field field = Field::title;
  int rank = 0;  // the lower, the sooner believed
};

class DeclaredRules {
 public:
  static Result<DeclaredRules> load(const std::string& data_folder);
  // `where` is "meta", "itemprop", "rel", "class" or "json-ld"; `key` in any case.
  std::optional<DeclaredRule> find(std::string_view where, std::string_view key) const;

 private:
  std::unordered_map<std::uint64_t, DeclaredRule> rules_;  // by the hash of "where key" in lower case
  std::bitset<1024> shapes_;                               // of the keys: most names that pages use have none of them
};

// Collects facts while a page is read and sorts them by rank, then by place.
class DeclaredFacts {
 public:
  void add(DeclaredRule rule, std::string value, std::string how, SourceSpan at);
  void finish(Page& page) &&;

 private:
  struct Fact {
    int rank;
    Declared declared;
  };
  std::vector<Fact> facts_[field_count];
};

// The facts of a JSON-LD script, text[begin, end) of `text`. `source_of` gives the bytes of a range of `text`.
// Reads what is broken as far as it makes sense; linear, no recursion.
struct JsonLdFact {
  DeclaredRule rule;
  std::string value;
  std::uint32_t begin = 0, end = 0;  // of the value in `text`, without its quotation marks
  std::string key;                   // "datePublished"; "inner datePublished" of an object inside another
};
struct JsonLd {
  std::vector<JsonLdFact> facts;
  std::string body;  // articleBody, if it is there
  bool live_blog = false;
  std::uint32_t updates = 0;  // of the live blog
};
JsonLd read_json_ld(std::string_view text, std::uint32_t begin, std::uint32_t end, const DeclaredRules& rules);

}  // namespace dragoman
