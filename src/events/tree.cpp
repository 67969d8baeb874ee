#include "events/tree.h"

#include <algorithm>

#include "base/hash.h"

namespace dragoman::events {
namespace {

constexpr int max_steps = 8;  // up a chain of clauses; longer ones carry no subject that a reader would see

bool takes_subject_from_above(Deprel relation) {
  return relation == Deprel::xcomp || relation == Deprel::conj || relation == Deprel::advcl;
}

}  // namespace

Tree::Tree(const Page& page, const Syntax& syntax, const Mentions& mentions)
    : page_(page), syntax_(syntax), mentions_(mentions) {
  for (const std::string& lemma : syntax.lemmas) lemma_hashes_.push_back(hash_of(lemma));
  mention_at_.assign(syntax.tokens.size(), none);
  timex_at_.assign(syntax.tokens.size(), none);
  sentence_of_.assign(syntax.tokens.size(), none);
  for (std::uint32_t s = 0; s < syntax.sentences.size(); ++s)
    std::fill(sentence_of_.begin() + syntax.sentences[s].begin, sentence_of_.begin() + syntax.sentences[s].end, s);
  for (std::uint32_t m = 0; m < mentions.mentions.size(); ++m) {
    const Word head = mentions.mentions[m].head;
    if (head >= mention_at_.size()) continue;
    std::uint32_t& slot = mention_at_[head];
    if (slot == none || mentions.mentions[m].span.size() < mentions.mentions[slot].span.size()) slot = m;
  }
  for (std::uint32_t t = 0; t < mentions.timexes.size(); ++t)
    for (Word w = mentions.timexes[t].begin; w < std::min<std::size_t>(mentions.timexes[t].end, timex_at_.size()); ++w)
      timex_at_[w] = t;
}

const Entity* Tree::entity_at(Word word) const {
  if (word == none || mention_at_[word] == none) return nullptr;
  const std::uint32_t entity = mentions_.mentions[mention_at_[word]].entity;
  return entity < mentions_.entities.size() ? &mentions_.entities[entity] : nullptr;
}

bool Tree::is_verbal(Word word) const { return token(word).upos == Upos::VERB; }

bool Tree::is_nominal(Word word) const {
  const Upos upos = token(word).upos;
  return upos == Upos::NOUN || upos == Upos::PROPN || upos == Upos::PRON;
}

Word Tree::child(Word word, Deprel relation) const {
  for (const Word c : children(word))
    if (this->relation(c) == relation) return c;
  return none;
}

bool Tree::is_passive(Word verb) const {
  for (const Word c : children(verb))
    if (relation(c) == Deprel::nsubj_pass || relation(c) == Deprel::aux_pass || relation(c) == Deprel::csubj_pass)
      return true;
  return relation(verb) == Deprel::acl && xpos(verb) == "VBN";
}

bool Tree::is_relative_pronoun(Word word) const {
  const std::string_view tag = xpos(word);
  return tag == "WDT" || tag == "WP" || tag == "WP$";
}

Word Tree::preposition(Word word) const {
  Word found = none;
  for (const Word c : children(word))
    if (relation(c) == Deprel::case_ || relation(c) == Deprel::mark) found = c;
  return found;
}

void Tree::add_conjuncts(Word word, std::vector<Word>& out) const {
  out.push_back(word);
  for (const Word c : children(word))
    if (relation(c) == Deprel::conj) out.push_back(c);
}

Word Tree::antecedent(Word word) const {
  if (word == none || !is_relative_pronoun(word)) return word;
  Word verb = head(word);
  for (int step = 0; verb != none && step < max_steps; ++step, verb = head(verb))
    if (relation(verb) == Deprel::acl_relcl) return head(verb);
  return word;
}

Word Tree::own_subject(Word verb) const {
  for (const Word c : children(verb)) {
    const Deprel r = relation(c);
    if (r == Deprel::nsubj || r == Deprel::nsubj_pass || r == Deprel::nsubj_outer) return antecedent(c);
  }
  return none;
}

Word Tree::upper_verb(Word verb) const {
  const Word above = head(verb);
  if (above == none || !takes_subject_from_above(relation(verb))) return none;
  return above;
}

Word Tree::subject(Word verb) const {
  const bool passive = is_passive(verb);
  Word at = verb;
  for (int step = 0; step < max_steps; ++step) {
    if (const Word own = own_subject(at); own != none) return passive && at == verb ? none : own;
    if (relation(at) == Deprel::acl && !passive) return head(at);
    const Word above = upper_verb(at);
    if (above == none) return none;
    if (relation(at) == Deprel::xcomp)  // "urged Mali to leave": the object of the upper verb acts
      if (const Word object = child(above, Deprel::obj); object != none) return object;
    if (passive && relation(at) != Deprel::xcomp) return none;
    at = above;
  }
  return none;
}

Word Tree::object(Word verb) const {
  for (const Word c : children(verb))
    if (relation(c) == Deprel::obj || relation(c) == Deprel::nsubj_pass) return antecedent(c);
  if (!is_passive(verb)) return none;
  if (relation(verb) == Deprel::acl) return head(verb);
  Word at = verb;
  for (int step = 0; step < max_steps; ++step) {
    const Word above = upper_verb(at);
    if (above == none) return none;
    if (const Word own = own_subject(above); own != none) return own;
    at = above;
  }
  return none;
}

}  // namespace dragoman::events
