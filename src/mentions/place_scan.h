// place_scan.h: capitalised phrases that the gazetteer knows, with what speaks for and against their being a place.
//
// Words and candidates of a whole document; features of each candidate for the linear model. Time linear in the text: a
// name has at most six words. No failures. One scanner reads one document.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/word_clusters.h"
#include "dragoman/span.h"
#include "knowledge/places.h"

namespace dragoman {

enum class Gap : std::uint8_t { none, space, hyphen, comma, dot, other };  // before a word

struct PlaceWord {
  std::uint32_t begin = 0, end = 0;  // bytes of the text
  std::uint32_t fold_begin = 0, fold_end = 0;
  std::uint64_t name = 0;     // place_hash of the folded word
  std::uint32_t classes = 0;  // Gazetteer::word_classes
  WordCluster cluster;
  Gap gap = Gap::space;
  bool capital = false, upper = false, starts_sentence = false;
};

struct PlaceCandidate {
  std::uint32_t first = 0, last = 0;  // words [first, last)
  std::uint64_t name = 0;
  NameUse use = NameUse::name;           // of its first meaning
  bool is_short_form = false;            // a word of at most four letters, may abbreviate ("La.")
  std::span<const Place> meanings;       // kept by the scanner
  std::uint32_t container = UINT32_MAX;  // candidate behind a comma that holds one of the meanings ("Paris, Texas")
  std::uint32_t run_first = 0, run_last = 0;  // capitalised run around it
};

class PlaceScanner {
 public:
  PlaceScanner(const Gazetteer& gazetteer, const WordClusters& clusters, std::string_view text)
      : gazetteer_(gazetteer), clusters_(clusters), text_(text) {}

  void add_block(std::uint32_t begin, std::uint32_t end);
  void finish();  // after the last block: what the document says as a whole

  std::vector<PlaceCandidate>& candidates() { return candidates_; }
  const std::vector<PlaceCandidate>& candidates() const { return candidates_; }
  TextSpan span(const PlaceCandidate& candidate) const;  // with the full stop of an abbreviation
  void features(std::uint32_t candidate, std::vector<std::uint64_t>& out) const;
  bool follows_in_list(std::uint32_t candidate) const;
  // The model's answer. It is a little shy: leaning to "yes" by this much was best in cross-validation.
  static bool is_place(float other, float place) { return place - other > -18.0f; }
  static std::uint64_t fingerprint();

 private:
  struct Seen {  // of a name in the document
    std::uint16_t count = 0, as_person = 0, inside_longer = 0, lower = 0, after_place_word = 0;
  };
  void cut(std::uint32_t begin, std::uint32_t end);
  void match(std::uint32_t first, std::uint32_t limit);
  bool is_clitic(std::uint32_t word) const;
  bool is_common_word(const PlaceWord& word);
  void find_run(PlaceCandidate& candidate) const;
  void link_containers();
  std::string_view folded(const PlaceWord& word) const {
    return std::string_view(folded_).substr(word.fold_begin, word.fold_end - word.fold_begin);
  }

  const Gazetteer& gazetteer_;
  const WordClusters& clusters_;
  std::string_view text_;
  std::string folded_;
  std::vector<PlaceWord> words_;
  std::vector<PlaceCandidate> candidates_;
  std::unordered_map<std::uint64_t, Seen> seen_;
  std::unordered_map<std::uint64_t, std::vector<Place>> meanings_;  // by name
  std::vector<PlaceName> scratch_;
};

}  // namespace dragoman
