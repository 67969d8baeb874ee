// compose.h: attributions become statements: pieces of text with their quotations completed, a stance, an addressee,
// the statement that holds them; quotations without a cue of their own go to the speaker who is talking.
#pragma once

#include <vector>

#include "dragoman/document.h"
#include "knowledge/reference.h"
#include "statements/attribution.h"

namespace dragoman {

Statements compose_statements(const Scene& scene, const Mentions& mentions, const CueLexicon& lexicon,
                              const ReferenceWords& words, const std::vector<Attribution>& attributions);

}  // namespace dragoman
