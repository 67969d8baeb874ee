// frame_index.h: which frames a word of the text can be the trigger of: trigger lemma -> frames, then the frame's own
// conditions (particles, objects, complements, words of the sentence) are looked up in the tree.
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "events/tree.h"
#include "knowledge/frames.h"

namespace dragoman::events {

struct PhraseKey {  // lemmas as hashes, each set sorted
  std::uint64_t head = 0;
  std::vector<std::vector<std::uint64_t>> further;
};

struct FrameKey {
  std::vector<PhraseKey> object, not_object, complement, not_complement;
  std::vector<std::uint64_t> context, not_context, particle;
};

struct FrameMatch {
  std::uint32_t frame = 0;   // FrameBook::frames
  std::uint32_t words = 1;   // of the trigger phrase: longer ones say more
  bool constrained = false;  // the frame has a condition and it holds
};

class FrameIndex {
 public:
  explicit FrameIndex(const FrameBook& book);

  // Frames whose trigger is `word`, in the order of the book. `sentence_lemmas` are the sorted lemma hashes of its
  // sentence.
  void match(const Tree& tree, Word word, const std::vector<std::uint64_t>& sentence_lemmas,
             std::vector<FrameMatch>& out) const;
  // The mode of `type` whose cue stands in the sentence, nearest in the order of the book; "" when none does.
  std::string_view mode_by_cue(const Tree& tree, Word trigger, std::uint32_t type) const;

 private:
  enum class Kind : std::uint8_t { verb, noun, adjective };
  struct Entry {
    std::uint32_t frame;
    Kind kind;
    PhraseKey phrase;
  };
  bool holds(const Tree& tree, Word word, const Entry& entry, const std::vector<std::uint64_t>& lemmas) const;

  const FrameBook& book_;
  std::unordered_map<std::uint64_t, std::vector<Entry>> entries_;
  std::vector<FrameKey> keys_;
  std::vector<std::vector<std::vector<PhraseKey>>> mode_cues_;  // type, mode
};

}  // namespace dragoman::events
