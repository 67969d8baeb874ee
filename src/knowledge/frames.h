// frames.h: the frames of knowledge/events/*.toml (format: doc/frames.md), with their classes put in.
//
// A frame says by which words an event type is told, what must and must not stand beside them, and where its parties
// stand in the tree. Reading is done once; the book is immutable and safe to share. A folder of a user (overlay) has
// the same shape: its frames replace the shipped ones of the same type and id, its classes those of the same name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/document.h"
#include "dragoman/result.h"
#include "dragoman/symbol.h"

namespace dragoman {

using WordSet = std::vector<std::string>;  // lemmas, lower case, sorted

// "carry out @attack": head "carry", further {"out"}, {"attack", "raid", ...}
struct FramePhrase {
  std::string head;
  std::vector<WordSet> further;
};

// One step of a role path: a relation, for obl and nmod with the prepositions that may stand there (none: any).
struct PathStep {
  Deprel relation = Deprel::dep;
  std::vector<std::string> prepositions;
};
using RolePath = std::vector<PathStep>;  // from the trigger downwards

enum class PoliticalSide : std::uint8_t { any, actor, recipient, both };

struct FrameExample {
  std::string text;
  std::uint32_t line = 0;
};

struct Frame {
  std::string id;
  std::uint32_t type = 0;  // FrameBook::types
  std::string mode, cameo;
  std::vector<FramePhrase> verbs, nouns, adjectives;
  std::vector<FramePhrase> object, not_object, complement, not_complement;
  WordSet context, not_context, particle;
  std::vector<RolePath> actor, recipient;  // empty: the defaults of the trigger's part of speech
  bool mutual = false;
  PoliticalSide parties = PoliticalSide::any;
  std::string future;
  std::vector<FrameExample> codes, codes_not;
  Symbol known_by;
};

struct EventMode {
  std::string name, cameo;
  std::optional<float> intensity;
  std::vector<FramePhrase> cues;
};

struct EventType {
  std::string name, definition, cameo;
  int quad = 0;
  std::optional<float> intensity;
  std::vector<EventMode> modes;
  Symbol known_by;

  const EventMode* mode(std::string_view name) const;
};

// Where the parties stand when a frame does not say (knowledge/languages/en/event_roles.tsv).
struct UsualPaths {
  std::vector<RolePath> verb_actor, verb_recipient, noun_actor, noun_recipient;
};

struct FrameBook {
  std::vector<EventType> types;  // sorted by name
  std::vector<Frame> frames;     // by type, then as in the file
  UsualPaths usual;

  static Result<FrameBook> load(const std::string& data_folder, const std::vector<std::string>& overlays);
  std::optional<std::uint32_t> type_of(std::string_view name) const;
};

// "obl:against", "nmod:of,on", "obj>nmod:of", alternatives separated by "|". nullopt when a relation is unknown.
std::optional<std::vector<RolePath>> parse_role_paths(std::string_view text);

}  // namespace dragoman
