// certainty.h: did it happen, according to the author? A value from -3 (certainly did or will not) over 0 (open) to 3
// (certainly did or does) for every verb, noun and adjective, and a status for the coding of events.
//
// Method: negation, modals, conditions and governing words (knowledge/languages/en/certainty*.tsv) give each word an
// outcome, from the root of the tree down; a linear model over these and their neighbourhood gives the value. The
// status is the outcome of the tables alone: a promise is "future" however sure the reader may be of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/linear_model.h"
#include "knowledge/certainty_words.h"
#include "statements/scene.h"

namespace dragoman {

inline constexpr std::uint64_t certainty_fingerprint = 0x4345525400000002ull;
inline constexpr std::uint64_t certainty_intercept = 1;  // the feature that every word has

// The value of a regression made -3..3 so that its borders between "did not", "open" and "did" lie at -1 and 1: a
// regression shrinks towards the common "did", so its own borders lie elsewhere (chosen by cross-validation).
float certainty_of(float regressed);

// What the tables say about one word.
struct Told {
  Outcome outcome = Outcome::did;  // did, did_not, open or future
  bool negated = false;            // by a word of its own
  CertaintyWord modal = CertaintyWord::nothing;
  const Effect* effect = nullptr;   // of its governor
  Outcome governed = Outcome::did;  // what the governor leaves of it, before its own negation and modals
  bool conditional = false;         // in an if-clause or beside one
};

struct Telling {
  std::vector<Told> told;            // a value a token
  std::vector<CertaintyWord> kinds;  // of each pooled lemma
};
Telling tell(const Scene& scene, const CertaintyTables& tables);
void certainty_features(const Scene& scene, const Telling& telling, std::uint32_t token,
                        std::vector<std::uint64_t>& out);

class CertaintyReader {
 public:
  static Result<CertaintyReader> load(const std::string& data_folder, const std::vector<std::string>& overlays);
  // Fills Statements::certainty and Statements::status.
  void read(const Scene& scene, Statements& out) const;

 private:
  CertaintyReader(CertaintyTables tables, LinearModel model) : tables_(std::move(tables)), model_(std::move(model)) {}
  CertaintyTables tables_;
  LinearModel model_;
};

// The status of the event that `token` tells; `historical` is the business of dates and never given here.
inline Factuality status_of(const Statements& statements, std::uint32_t token) {
  return token < statements.status.size() ? statements.status[token] : Factuality::actual;
}

}  // namespace dragoman
