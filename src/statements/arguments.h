// arguments.h: the words that may be a cue, and the parts of the sentence that may be its source or content.
#pragma once

#include <cstdint>
#include <vector>

#include "knowledge/cues.h"
#include "statements/scene.h"

namespace dragoman {

struct CueCandidate {
  std::uint32_t token = none;
  const Cue* cue = nullptr;  // its entry in the lexicon, if any
  bool according = false;    // a preposition: the noun behind it is the speaker
  bool colon = false;        // the mark itself: "Nakamura: We stay."
};

// How a part of the sentence stands to the cue.
enum class Place : std::uint8_t {
  child,            // a subtree below the cue
  governor_noun,    // the noun that the cue's clause describes, without that clause
  governor_clause,  // the clause that the cue's clause interrupts or follows, without it
  inherited,        // the subject of a clause further up
  controller,       // the object of the verb above, as understood subject
  light_subject,    // the subject of the verb of which a cue noun is the object
  quote,            // a quoted stretch in the sentence
  quote_before,     // ... that ends just before the sentence
  quote_after,      // ... that begins just after it
  beside_before,    // the noun phrase that ends just before the cue, whatever the tree says
  beside_after,     // ... that begins just after it
  colon_before,     // the words before a colon
  colon_after,      // the words behind it in the sentence
  block_rest,       // the words behind it up to the end of the paragraph
  rest,             // the sentence without the cue's clause: content when nothing else is
  behind,           // the words behind the cue up to the end of the sentence: the same
};

struct Argument {
  Place place = Place::child;
  std::uint32_t head = none;   // token; none for quoted stretches
  std::uint32_t quote = none;  // Scene::quotes
  TokenRange pieces[2];        // the second may be empty
};

// A stretch whose closing mark is missing ends before the clause that tells who speaks ("“We stay, Ana Roca said."),
// unless it goes on in the next paragraph.
void close_at_cues(Scene& scene, const CueLexicon& lexicon);

// The candidates of a sentence, in order.
void find_cue_candidates(const Scene& scene, const CueLexicon& lexicon, const Sentence& sentence,
                         std::vector<CueCandidate>& out);
void find_arguments(const Scene& scene, const CueCandidate& candidate, std::uint32_t sentence,
                    std::vector<Argument>& out);

}  // namespace dragoman
