#include "events/frame_index.h"

#include <algorithm>

#include "base/hash.h"

namespace dragoman::events {
namespace {

std::vector<std::uint64_t> hashes_of(const WordSet& words) {
  std::vector<std::uint64_t> out;
  for (const std::string& word : words) out.push_back(hash_of(word));
  std::sort(out.begin(), out.end());
  return out;
}

PhraseKey key_of(const FramePhrase& phrase) {
  PhraseKey key{hash_of(phrase.head), {}};
  for (const WordSet& set : phrase.further) key.further.push_back(hashes_of(set));
  return key;
}

std::vector<PhraseKey> keys_of(const std::vector<FramePhrase>& phrases) {
  std::vector<PhraseKey> out;
  for (const FramePhrase& phrase : phrases) out.push_back(key_of(phrase));
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.head < b.head; });
  return out;
}

bool has(const std::vector<std::uint64_t>& sorted, std::uint64_t value) {
  return std::binary_search(sorted.begin(), sorted.end(), value);
}

bool opens_clause(Deprel relation) {
  switch (relation) {
    case Deprel::nsubj:
    case Deprel::csubj:
    case Deprel::conj:
    case Deprel::parataxis:
    case Deprel::advcl:
    case Deprel::acl_relcl:
    case Deprel::punct:
      return true;
    default:
      return false;
  }
}

// Whether a word of `set` hangs on `word`, at most three steps down and not in a clause of its own.
bool hangs_on(const Tree& tree, Word word, const std::vector<std::uint64_t>& set, int depth = 3) {
  for (const Word c : tree.children(word)) {
    if (opens_clause(tree.relation(c))) continue;
    if (has(set, tree.lemma_hash(c))) return true;
    if (depth > 1 && hangs_on(tree, c, set, depth - 1)) return true;
  }
  return false;
}

bool phrase_holds(const Tree& tree, Word word, const PhraseKey& phrase) {
  for (const auto& set : phrase.further) {
    if (hangs_on(tree, word, set)) continue;
    // "the attack carried out by": the object stands above its participle.
    const Word above = tree.head(word);
    if (tree.relation(word) == Deprel::acl && above != none && has(set, tree.lemma_hash(above))) continue;
    return false;
  }
  return true;
}

bool any_holds(const Tree& tree, Word word, const std::vector<PhraseKey>& phrases) {
  const std::uint64_t lemma = tree.lemma_hash(word);
  auto at = std::lower_bound(phrases.begin(), phrases.end(), lemma, [](const auto& p, auto h) { return p.head < h; });
  for (; at != phrases.end() && at->head == lemma; ++at)
    if (phrase_holds(tree, word, *at)) return true;
  return false;
}

bool any_holds(const Tree& tree, const std::vector<Word>& words, const std::vector<PhraseKey>& phrases) {
  return std::any_of(words.begin(), words.end(), [&](Word w) { return any_holds(tree, w, phrases); });
}

void add_objects(const Tree& tree, Word word, std::vector<Word>& out) {
  if (tree.is_verbal(word)) {
    if (const Word object = tree.object(word); object != none) tree.add_conjuncts(object, out);
    return;
  }
  for (const Word c : tree.children(word)) {
    const Deprel r = tree.relation(c);
    if (r == Deprel::nmod || r == Deprel::compound || r == Deprel::nmod_poss || r == Deprel::amod)
      tree.add_conjuncts(c, out);
  }
}

void add_complements(const Tree& tree, Word word, std::vector<Word>& out) {
  for (const Word c : tree.children(word)) {
    switch (tree.relation(c)) {
      case Deprel::xcomp:
      case Deprel::ccomp:
      case Deprel::acl:
      case Deprel::obl:
      case Deprel::nmod:
      case Deprel::advcl:
        tree.add_conjuncts(c, out);
        break;
      default:
        break;
    }
  }
}

bool has_particle(const Tree& tree, Word word, const std::vector<std::uint64_t>& particle) {
  for (const Word c : tree.children(word)) {
    if (tree.relation(c) == Deprel::compound_prt || tree.relation(c) == Deprel::advmod)
      if (has(particle, tree.lemma_hash(c))) return true;
    for (const Word below : tree.children(c))
      if (tree.relation(below) == Deprel::case_ && has(particle, tree.lemma_hash(below))) return true;
  }
  return false;
}

bool shares(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  return std::any_of(a.begin(), a.end(), [&](std::uint64_t value) { return has(b, value); });
}

}  // namespace

FrameIndex::FrameIndex(const FrameBook& book) : book_(book) {
  for (std::uint32_t f = 0; f < book.frames.size(); ++f) {
    const Frame& frame = book.frames[f];
    keys_.push_back({keys_of(frame.object), keys_of(frame.not_object), keys_of(frame.complement),
                     keys_of(frame.not_complement), hashes_of(frame.context), hashes_of(frame.not_context),
                     hashes_of(frame.particle)});
    const auto add = [&](const std::vector<FramePhrase>& phrases, Kind kind) {
      for (const FramePhrase& phrase : phrases) {
        PhraseKey key = key_of(phrase);
        entries_[key.head].push_back({f, kind, std::move(key)});
      }
    };
    add(frame.verbs, Kind::verb);
    add(frame.nouns, Kind::noun);
    add(frame.adjectives, Kind::adjective);
  }
  for (const EventType& type : book.types) {
    mode_cues_.emplace_back();
    for (const EventMode& mode : type.modes) mode_cues_.back().push_back(keys_of(mode.cues));
  }
}

bool FrameIndex::holds(const Tree& tree, Word word, const Entry& entry,
                       const std::vector<std::uint64_t>& lemmas) const {
  const Upos upos = tree.token(word).upos;
  const bool noun = upos == Upos::NOUN || upos == Upos::PROPN;
  if (entry.kind == Kind::verb ? upos != Upos::VERB : entry.kind == Kind::noun ? !noun : upos != Upos::ADJ)
    return false;
  if (!phrase_holds(tree, word, entry.phrase)) return false;
  const FrameKey& key = keys_[entry.frame];
  if (!key.particle.empty() && !has_particle(tree, word, key.particle)) return false;
  if (!key.context.empty() && !shares(key.context, lemmas)) return false;
  if (!key.not_context.empty() && shares(key.not_context, lemmas)) return false;
  std::vector<Word> words;
  if (!key.object.empty() || !key.not_object.empty()) {
    add_objects(tree, word, words);
    if (!key.object.empty() && !any_holds(tree, words, key.object)) return false;
    if (any_holds(tree, words, key.not_object)) return false;
  }
  if (!key.complement.empty() || !key.not_complement.empty()) {
    words.clear();
    add_complements(tree, word, words);
    if (!key.complement.empty() && !any_holds(tree, words, key.complement)) return false;
    if (any_holds(tree, words, key.not_complement)) return false;
  }
  return true;
}

void FrameIndex::match(const Tree& tree, Word word, const std::vector<std::uint64_t>& sentence_lemmas,
                       std::vector<FrameMatch>& out) const {
  out.clear();
  const auto found = entries_.find(tree.lemma_hash(word));
  if (found == entries_.end()) return;
  for (const Entry& entry : found->second) {
    if (!holds(tree, word, entry, sentence_lemmas)) continue;
    const FrameKey& key = keys_[entry.frame];
    const bool constrained =
        !key.object.empty() || !key.complement.empty() || !key.context.empty() || !key.particle.empty();
    const auto words = static_cast<std::uint32_t>(1 + entry.phrase.further.size());
    if (!out.empty() && out.back().frame == entry.frame)
      out.back().words = std::max(out.back().words, words);
    else
      out.push_back({entry.frame, words, constrained});
  }
}

std::string_view FrameIndex::mode_by_cue(const Tree& tree, Word trigger, std::uint32_t type) const {
  const Sentence& sentence = tree.sentence(tree.sentence_of(trigger));
  const auto& modes = mode_cues_[type];
  for (std::size_t m = 0; m < modes.size(); ++m)  // the trigger and what hangs on it first, then the whole sentence
    if (any_holds(tree, trigger, modes[m])) return book_.types[type].modes[m].name;
  for (const bool near : {true, false})
    for (std::size_t m = 0; m < modes.size(); ++m)
      for (Word w = sentence.begin; w < sentence.end; ++w) {
        if (near && tree.head(w) != trigger && tree.head(trigger) != w) continue;
        if (any_holds(tree, w, modes[m])) return book_.types[type].modes[m].name;
      }
  return {};
}

}  // namespace dragoman::events
