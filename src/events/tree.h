// tree.h: what the events stage asks of the trees: children by relation, prepositions, subjects and objects through
// passives, control, relative clauses and conjunction, and which mention a word heads.
//
// Built once a document in time linear in its words; then immutable. Words are indices into Syntax::tokens.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "dragoman/document.h"

namespace dragoman::events {

using Word = std::uint32_t;

class Tree {
 public:
  Tree(const Page& page, const Syntax& syntax, const Mentions& mentions);

  const Syntax& syntax() const { return syntax_; }
  const Mentions& mentions() const { return mentions_; }
  std::string_view text(Word word) const { return page_.text.view(syntax_.tokens[word].span); }
  std::string_view lemma(Word word) const { return syntax_.lemma(word); }
  std::uint64_t lemma_hash(Word word) const { return lemma_hashes_[syntax_.tokens[word].lemma]; }
  const Token& token(Word word) const { return syntax_.tokens[word]; }
  Deprel relation(Word word) const { return syntax_.tokens[word].deprel; }
  Word head(Word word) const { return syntax_.tokens[word].head; }
  std::string_view xpos(Word word) const { return xpos_name(syntax_.tokens[word].xpos); }
  std::span<const Word> children(Word word) const {
    return {syntax_.children.data() + syntax_.child_begin[word],
            syntax_.children.data() + syntax_.child_begin[word + 1]};
  }
  std::uint32_t sentence_of(Word word) const { return sentence_of_[word]; }
  const Sentence& sentence(std::uint32_t number) const { return syntax_.sentences[number]; }

  // The smallest mention whose head the word is; none for a word that heads none.
  std::uint32_t mention_at(Word word) const { return mention_at_[word]; }
  const Entity* entity_at(Word word) const;
  std::uint32_t timex_at(Word word) const { return timex_at_[word]; }

  bool is_verbal(Word word) const;
  bool is_nominal(Word word) const;
  bool is_passive(Word verb) const;
  bool is_relative_pronoun(Word word) const;
  Word child(Word word, Deprel relation) const;  // the first; none when there is none
  // The preposition (or mark) before the phrase; the last one of "out of", as in `case` children; none without.
  Word preposition(Word word) const;
  // The words that share the relation of `word` by conjunction, itself first.
  void add_conjuncts(Word word, std::vector<Word>& out) const;

  // Who does the verb, through control, conjunction and relative clauses; none when the tree does not tell.
  Word subject(Word verb) const;
  // To whom or what it is done: object, passive subject, antecedent of a passive participle or relative clause.
  Word object(Word verb) const;
  // The word that a relative pronoun stands for; the word itself otherwise.
  Word antecedent(Word word) const;
  // The clause's verb that `verb` hangs on by xcomp, conj or advcl; none at the top.
  Word upper_verb(Word verb) const;

 private:
  Word own_subject(Word verb) const;

  const Page& page_;
  const Syntax& syntax_;
  const Mentions& mentions_;
  std::vector<std::uint64_t> lemma_hashes_;
  std::vector<std::uint32_t> mention_at_, timex_at_, sentence_of_;
};

}  // namespace dragoman::events
