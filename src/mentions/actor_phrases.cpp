#include "mentions/actor_phrases.h"

#include <algorithm>

namespace dragoman {
namespace {

constexpr std::uint32_t longest_phrase = 40;  // tokens of a mention with its prepositional phrases

enum class Part : std::uint8_t { outside, determiner, owner_pronoun, noun, modifier, mark, pronoun };

class Cutter {
 public:
  Cutter(std::string_view text, const Syntax& syntax, const ActorWords& words, const std::vector<NameSpan>& names,
         const std::vector<RoleSpan>& roles, const std::vector<bool>& blocked, const ReferenceWords& reference)
      : text_(text),
        syntax_(syntax),
        words_(words),
        names_(names),
        roles_(roles),
        blocked_(blocked),
        reference_(reference),
        joined_(syntax.tokens.size(), 0) {
    for (std::uint32_t i = 0; i < names.size(); ++i)
      for (std::uint32_t t = names[i].begin; t < names[i].end; ++t)
        if (joined_[t] < 2)
          joined_[t] = t + 1 < names[i].end ? 2 : names[i].known.use == ActorNameUse::adjective ? 3 : 1;
    for (const RoleSpan& role : roles)
      for (std::uint32_t t = role.begin; t < role.end; ++t)
        if (!joined_[t] || t + 1 < role.end) joined_[t] = t + 1 < role.end ? 2 : 1;
  }

  std::vector<ActorPhrase> run() {
    for (std::uint32_t s = 0; s < syntax_.sentences.size(); ++s) {
      sentence_ = s;
      end_ = syntax_.sentences[s].end;
      const auto first = static_cast<std::uint32_t>(out_.size());
      for (std::uint32_t at = syntax_.sentences[s].begin; at < end_;) at = cut(at);
      link(first);
    }
    attach();
    return std::move(out_);
  }

 private:
  std::string_view tag(std::uint32_t t) const { return xpos_name(syntax_.tokens[t].xpos); }
  std::string_view word(std::uint32_t t) const {
    const TextSpan span = syntax_.tokens[t].span;
    return text_.substr(span.begin, span.size());
  }

  Part part(std::uint32_t t) const {
    const Token& token = syntax_.tokens[t];
    if (blocked_[t]) return Part::outside;
    if (joined_[t] == 3) return Part::modifier;
    if (joined_[t]) return Part::noun;
    const std::string_view xpos = tag(t);
    if (xpos == "PRP$") return Part::owner_pronoun;
    if (xpos == "PRP" || (token.upos == Upos::PRON && words_.has(t, ReferenceUse::pronoun))) return Part::pronoun;
    if (xpos == "DT" || xpos == "PDT") return Part::determiner;
    if (xpos.starts_with("NN")) return Part::noun;
    if (xpos == "POS") return Part::mark;
    if (xpos.starts_with("JJ") || xpos == "CD" || xpos == "AFX") return Part::modifier;
    if (xpos == "HYPH" || word(t) == "-") return Part::modifier;
    if ((xpos == "VBN" || xpos == "VBG" || xpos == "RB" || xpos == "RBR" || xpos == "RBS") &&
        (token.deprel == Deprel::amod || token.deprel == Deprel::compound || token.deprel == Deprel::advmod) &&
        token.head != none && token.head > t && t + 1 < end_ && within_run(t, token.head))
      return Part::modifier;
    return Part::outside;
  }

  // An adverb or participle belongs to the phrase when only modifiers lie between it and its head.
  bool within_run(std::uint32_t t, std::uint32_t head) const {
    if (head > t + 8) return false;
    const Upos upos = syntax_.tokens[head].upos;
    if (upos == Upos::VERB || upos == Upos::AUX) return false;
    for (std::uint32_t i = t + 1; i <= head; ++i) {
      const Upos u = syntax_.tokens[i].upos;
      if (u != Upos::ADJ && u != Upos::NOUN && u != Upos::PROPN && u != Upos::NUM && u != Upos::PUNCT &&
          u != Upos::VERB && u != Upos::ADV)
        return false;
      if (u == Upos::PUNCT && word(i) != "-") return false;
    }
    return true;
  }

  std::uint32_t cut(std::uint32_t at) {
    const Part first = part(at);
    if (first == Part::modifier && joined_[at] == 0 && syntax_.tokens[at].upos == Upos::PUNCT) return at + 1;  // a dash
    if (first == Part::outside || first == Part::mark) return at + 1;
    if (first == Part::pronoun) {
      add_pronoun(at, false);
      return at + 1;
    }
    std::uint32_t t = at, noun = none, last_modifier = none;
    if (first == Part::determiner || first == Part::owner_pronoun) {
      if (first == Part::owner_pronoun) add_pronoun(at, true);
      ++t;
      while (t < end_ && part(t) == Part::determiner) ++t;  // "all the"
    }
    for (; t < end_; ++t) {
      const Part p = part(t);
      const bool inside = t > at && joined_[t - 1] == 2;
      if (inside) {
        noun = t;
        continue;
      }
      if (p == Part::noun) {
        if (noun == t - 1 && t > at && splits(t - 1, t)) break;
        noun = t;
      } else if (p == Part::modifier) {
        if (noun != none && noun == t - 1 && !goes_on(t)) break;
        last_modifier = t;
      } else {
        break;
      }
    }
    if (noun == none) {
      if (last_modifier == none) {
        if (first == Part::determiner && stands_alone(at)) add(at, at + 1, at);
        return at + 1;
      }
      noun = last_modifier;
    }
    add(at, noun + 1, noun);
    return noun + 1;
  }

  // "Those", "both", "some" as a phrase of their own.
  bool stands_alone(std::uint32_t t) const {
    const Deprel d = syntax_.tokens[t].deprel;
    return d == Deprel::nsubj || d == Deprel::obj || d == Deprel::nsubj_pass || d == Deprel::obl ||
           d == Deprel::obl_agent;
  }

  // A modifier behind a noun stays in the phrase when the noun before hangs on something further right ("U.S. military
  // officials") or a hyphen joins them.
  bool goes_on(std::uint32_t t) const {
    if (word(t) == "-") return t + 1 < end_ && syntax_.tokens[t].span.begin == syntax_.tokens[t - 1].span.end;
    if (word(t - 1) == "-") return true;
    const std::uint32_t head = syntax_.tokens[t - 1].head;
    if (head == none || head <= t || head >= end_) return false;
    return within_run(t - 1, head);
  }

  bool is_argument(Deprel d) const {
    return d == Deprel::nsubj || d == Deprel::obj || d == Deprel::iobj || d == Deprel::obl || d == Deprel::nsubj_pass ||
           d == Deprel::obl_unmarked;
  }

  // Two nouns side by side that hang on different words outside: "told Kabul rebels had ...".
  bool splits(std::uint32_t left, std::uint32_t right) const {
    if (joined_[left] == 2) return false;
    const Token& l = syntax_.tokens[left];
    if (!is_argument(l.deprel) || l.head == none || l.head > left) return false;
    std::uint32_t r = right;
    for (int steps = 0; steps < 6 && syntax_.tokens[r].head != none && syntax_.tokens[r].head > right &&
                        syntax_.tokens[r].head < right + 5 && !is_argument(syntax_.tokens[r].deprel);
         ++steps)
      r = syntax_.tokens[r].head;
    return is_argument(syntax_.tokens[r].deprel) && syntax_.tokens[r].head != left && syntax_.tokens[left].head != r;
  }

  void add_pronoun(std::uint32_t t, bool possessive) {
    ActorPhrase p;
    p.begin = p.noun = p.head = t;
    p.end = p.full_end = t + 1;
    p.sentence = sentence_;
    p.pronoun = true;
    p.possessive = possessive;
    out_.push_back(p);
  }

  void add(std::uint32_t begin, std::uint32_t end, std::uint32_t noun) {
    while (begin < noun && !joined_[begin] &&
           (tag(begin).starts_with("RB") ||
            (tag(begin).starts_with("JJ") && tag(begin).size() == 3 && tag(begin + 1) == "CD")))
      ++begin;  // "(at) least nine people"
    ActorPhrase p;
    p.begin = begin;
    p.end = p.full_end = end;
    p.noun = noun;
    p.head = noun;
    p.sentence = sentence_;
    for (std::uint32_t t = begin; t < end; ++t) {
      const std::uint32_t head = syntax_.tokens[t].head;
      if (head == none || head < begin || head >= end) {
        p.head = t;
        if (t == noun) break;
        if (syntax_.tokens[t].deprel != Deprel::case_ && syntax_.tokens[t].deprel != Deprel::punct) break;
      }
    }
    const std::string_view first = tag(begin);
    const std::string_view det = word(begin);
    p.definite = first == "PRP$" || (first == "DT" && det.size() > 2 && (det[0] == 't' || det[0] == 'T'));
    p.plural = tag(noun) == "NNS" || tag(noun) == "NNPS";
    for (std::uint32_t t = begin; t < end; ++t) p.number = p.number || tag(t) == "CD";
    if (!out_.empty() && out_.back().possessive && out_.back().begin == begin)
      p.owner = static_cast<std::uint32_t>(out_.size() - 1);
    out_.push_back(p);
  }

  void link(std::uint32_t first) {
    for (std::uint32_t i = static_cast<std::uint32_t>(out_.size()); i-- > first;) {
      ActorPhrase& p = out_[i];
      if (p.end >= end_) continue;
      std::uint32_t next = i + 1;
      if (next < out_.size() && out_[next].possessive) ++next;
      if (next >= out_.size()) continue;
      ActorPhrase& q = out_[next];
      if (part(p.end) == Part::mark && q.begin == p.end + 1 && !p.possessive) {
        q.owner = i;
      } else if (!p.pronoun && q.begin == p.end + 1 && words_.has(p.end, ReferenceUse::origin) && belongs(p, q)) {
        std::uint32_t last = next;  // "a member of [Mr. Okoye]'s party": the party counts
        for (std::uint32_t r = next + 1; r < out_.size() && r < next + 6; ++r)
          if (out_[r].owner == last) last = r;
        p.post = last;
        p.preposition = p.end;
        const std::string_view value = reference_.value(words_.piece(p.end), ReferenceUse::origin);
        if (!value.ends_with("place") && q.full_end < p.begin + longest_phrase) p.full_end = out_[last].full_end;
      }
    }
  }

  bool belongs(const ActorPhrase& p, const ActorPhrase& q) const {
    if (word(p.end) == "of") return true;
    for (std::uint32_t t = q.begin; t < q.end; ++t) {
      const Token& token = syntax_.tokens[t];
      if (token.head != none && token.head >= p.begin && token.head < p.end) return true;
    }
    return false;
  }

  void attach() {
    std::vector<std::uint32_t> name_at(syntax_.tokens.size() + 1, none), role_at(syntax_.tokens.size() + 1, none);
    for (std::uint32_t i = static_cast<std::uint32_t>(names_.size()); i-- > 0;) name_at[names_[i].end] = i;
    for (std::uint32_t i = 0; i < roles_.size(); ++i) role_at[roles_[i].end] = i;
    for (ActorPhrase& p : out_) {
      if (p.pronoun) continue;
      const std::uint32_t end = p.noun + 1;
      if (name_at[end] != none && names_[name_at[end]].begin >= p.begin) p.name = name_at[end];
      if (p.name == none) {
        if (role_at[end] != none && roles_[role_at[end]].begin >= p.begin) p.role = role_at[end];
        for (std::uint32_t t = p.noun; p.role == none && p.inner_role == none && t > p.begin; --t)
          if (role_at[t] != none && roles_[role_at[t]].begin >= p.begin) p.inner_role = role_at[t];
        continue;
      }
      const std::uint32_t before = names_[p.name].begin;
      if (role_at[before] != none && roles_[role_at[before]].begin >= p.begin) p.role = role_at[before];
    }
  }

  std::string_view text_;
  const Syntax& syntax_;
  const ActorWords& words_;
  const std::vector<NameSpan>& names_;
  const std::vector<RoleSpan>& roles_;
  const std::vector<bool>& blocked_;
  const ReferenceWords& reference_;
  std::vector<std::uint8_t> joined_;  // 0: no, 1: last token of a name or role, 2: the next token belongs to it too, 3:
                                      // last token of an adjective
  std::vector<ActorPhrase> out_;
  std::uint32_t sentence_ = 0, end_ = 0;
};

}  // namespace

std::vector<ActorPhrase> find_phrases(std::string_view text, const Syntax& syntax, const ActorWords& words,
                                      const std::vector<NameSpan>& names, const std::vector<RoleSpan>& roles,
                                      const std::vector<bool>& blocked, const ReferenceWords& reference) {
  return Cutter(text, syntax, words, names, roles, blocked, reference).run();
}

}  // namespace dragoman
