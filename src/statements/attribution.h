// attribution.h: cues with their source and content, by two linear models over the trees.
//
// Method: for every verb, and every noun, adjective or preposition of the lexicon, the first model gives each part of
// the sentence (subtrees, governors, understood subjects, quoted stretches) a role; the second decides from the cue
// and these roles whether there is an attribution at all.
#pragma once

#include <string>
#include <vector>

#include "base/linear_model.h"
#include "statements/attribution_features.h"

namespace dragoman {

struct Attribution {
  CueCandidate candidate;
  std::uint32_t sentence = none;
  float score = 0;                // log odds
  std::vector<Argument> source;   // at most one
  std::vector<Argument> content;  // one or more
};

// Scores of one argument: one a Role.
JudgedArgument judge(const float (&scores)[3]);
// Which of the judged arguments are the source and the content; false when there is no content.
bool pick_roles(const std::vector<Argument>& arguments, const std::vector<JudgedArgument>& judged, Attribution& out);

class AttributionReader {
 public:
  static Result<AttributionReader> load(const std::string& data_folder);

  // In the order of their cues.
  std::vector<Attribution> read(const Scene& scene, const CueLexicon& lexicon) const;

 private:
  AttributionReader(LinearModel roles, LinearModel cues) : roles_(std::move(roles)), cues_(std::move(cues)) {}
  LinearModel roles_, cues_;
};

}  // namespace dragoman
