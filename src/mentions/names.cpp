#include "mentions/names.h"

#include <algorithm>

namespace dragoman {
namespace {

bool upper(char c) { return c >= 'A' && c <= 'Z'; }
bool lower(char c) { return c >= 'a' && c <= 'z'; }

bool starts_capital(std::string_view word) {
  if (word.empty()) return false;
  const auto byte = static_cast<unsigned char>(word[0]);
  return upper(word[0]) || byte == 0xC3
             ? upper(word[0]) || (word.size() > 1 && static_cast<unsigned char>(word[1]) < 0x9F)
             : byte >= 0xC4 && byte <= 0xC5;
}

class Finder {
 public:
  Finder(std::string_view text, const Syntax& syntax, const ActorWords& words, const ActorTable& actors,
         const RoleTable& roles, const std::vector<RoleSpan>& role_spans, const std::vector<LabelSpan>& labels,
         const std::vector<bool>& blocked)
      : text_(text),
        syntax_(syntax),
        words_(words),
        actors_(actors),
        roles_(roles),
        blocked_(blocked),
        role_at_(syntax.tokens.size(), none),
        role_end_(syntax.tokens.size() + 1, none),
        role_spans_(role_spans),
        labels_(labels),
        label_at_(syntax.tokens.size(), none) {
    for (std::uint32_t i = 0; i < role_spans.size(); ++i)
      role_at_[role_spans[i].begin] = role_end_[role_spans[i].end] = i;
  }

  std::vector<NameSpan> run() {
    trim_labels();
    for (const Sentence& sentence : syntax_.sentences) {
      begin_ = sentence.begin;
      end_ = sentence.end;
      for (std::uint32_t at = begin_; at < end_;) at = step(at);
    }
    return std::move(out_);
  }

 private:
  struct Known {
    std::uint32_t end = 0;
    ActorName name;
    explicit operator bool() const { return end != 0; }
  };

  std::string_view word(std::uint32_t t) const {
    const TextSpan span = syntax_.tokens[t].span;
    return text_.substr(span.begin, span.size());
  }
  bool touches_next(std::uint32_t t) const {
    return t + 1 < end_ && syntax_.tokens[t].span.end == syntax_.tokens[t + 1].span.begin;
  }
  bool is_hyphen(std::uint32_t t) const { return word(t) == "-" || word(t) == "–"; }

  bool all_upper(std::uint32_t begin, std::uint32_t end) const {
    const std::uint32_t from = syntax_.tokens[begin].span.begin, to = syntax_.tokens[end - 1].span.end;
    return std::none_of(text_.begin() + from, text_.begin() + to, lower);
  }

  bool fits(const ActorName& name, std::uint32_t begin, std::uint32_t end) const {
    if (name.capital && !words_.capital[begin]) return false;
    return !name.capitals || all_upper(begin, end);
  }

  // The longest name of the knowledge from the token on.
  Known known_at(std::uint32_t at) const {
    Known best;
    if (words_.first[at + 1] == words_.first[at]) return best;
    std::uint64_t state = PhraseTrie::start;
    for (std::uint32_t t = at; t < end_ && !blocked_[t]; ++t) {
      if (t > at && word(t) == ",") break;
      const PhraseTrie::Node* node = nullptr;
      for (std::uint32_t p = words_.first[t]; p < words_.first[t + 1]; ++p) {
        state = PhraseTrie::step(state, words_.pieces[p]);
        node = actors_.trie().find(state);
        if (!node) return best;
      }
      if (!node) continue;  // punctuation without pieces
      for (std::uint32_t link = node->values; link != UINT32_MAX; link = actors_.trie().next(link)) {
        const ActorName& name = actors_.name(actors_.trie().value(link));
        if (!fits(name, at, t + 1)) continue;
        best = {t + 1, name};
        break;
      }
    }
    return best;
  }

  const RoleSpan* role_at(std::uint32_t t) const { return role_at_[t] == none ? nullptr : &role_spans_[role_at_[t]]; }
  const ActorRole* role(const RoleSpan* span) const { return span ? &roles_.role(span->role) : nullptr; }

  bool is_body(const RoleSpan* span) const {
    if (!span) return false;
    const ActorRole& r = *role(span);
    return (r.form == RoleForm::body || r.form == RoleForm::group) && r.hold != RoleHold::modifier &&
           words_.capital[span->begin];
  }
  bool is_person_role(const RoleSpan* span) const {
    return span && role(span)->form == RoleForm::person && role(span)->hold != RoleHold::modifier;
  }

  // The first word of the sentence or behind an opening quotation mark: its capital says nothing.
  bool initial(std::uint32_t t) const {
    if (t == begin_) return true;
    const Token& before = syntax_.tokens[t - 1];
    return before.upos == Upos::PUNCT && (t - 1 == begin_ || xpos_name(before.xpos) == "``");
  }

  bool name_like(std::uint32_t t) const {
    if (blocked_[t] || !words_.capital[t]) return false;
    const Upos upos = syntax_.tokens[t].upos;
    if (upos == Upos::PROPN) return true;
    if (initial(t) || syntax_.tokens[t].span.size() < 2) return false;
    return upos == Upos::NOUN || upos == Upos::ADJ || upos == Upos::X;
  }

  NameKind kind_of(const ActorName& name) const {
    const Actor& actor = actors_.actor(name.actor);
    if (name.use != ActorNameUse::name) return NameKind::people;
    if (actor.kind == ActorKind::person) return NameKind::person;
    return actor.kind == ActorKind::state || actor.kind == ActorKind::capital ? NameKind::place
                                                                              : NameKind::organisation;
  }

  std::uint32_t step(std::uint32_t at) {
    if (blocked_[at]) return at + 1;
    // "White House spokesman": the name counts, even where a table has it together with the noun
    const RoleSpan* here = role_at(at);
    if (const Known known = known_at(at); known && !inside_other_name(at, known) &&
                                          (!here || here->end <= known.end || kind_of(known.name) != NameKind::person))
      return take_known(at, known);
    if (const LabelSpan* label = label_of(at); is_body(here) && label && label->label == NameLabel::organisation &&
                                               label->begin == at && label->end > here->end) {
      out_.push_back({at,
                      label->end,
                      NameKind::organisation,
                      {},
                      body_inside(at, label->end)});  // "Government Accountability Office"
      return label->end;
    }
    if (here && !(is_body(here) && here->end < end_ && joins_of(here->end))) {
      const ActorRole& r = *role(here);
      const bool starts =
          r.hold == RoleHold::modifier || r.hold == RoleHold::name || (r.plural && at != begin_ && runs_to_body(at));
      return starts && name_like(at) ? take_run(at) : here->end;
    }
    if (name_like(at) || starts_label(at)) return take_run(at);
    return at + 1;
  }

  // "of", "for" or "and" between the noun of a body and the rest of its name.
  bool joins_of(std::uint32_t t) const {
    if (t + 1 >= end_ || (word(t) != "of" && word(t) != "for")) return false;
    if (words_.has(t + 1, ReferenceUse::article)) ++t;  // "Party of the Steppe"
    return t + 1 < end_ && name_like(t + 1) && !known_at(t + 1) && !role_at(t + 1);
  }

  // "Farmers Front": a plural with a capital that a body's noun follows begins a name.
  bool runs_to_body(std::uint32_t at) const {
    const std::uint32_t end = role_at(at)->end;
    return words_.capital[at] && end < end_ && is_body(role_at(end));
  }

  std::uint32_t take_known(std::uint32_t at, const Known& known) {
    const NameKind kind = kind_of(known.name);
    const std::size_t index = out_.size();
    out_.push_back({at, known.end, kind, known.name, ""});
    if (kind != NameKind::place && kind != NameKind::people) return known.end;
    if (const LabelSpan* label = label_of(at); label && label->label == NameLabel::organisation && label->begin == at &&
                                               label->end > known.end && !role_end_inside(*label)) {  // "China Daily"
      out_.insert(out_.begin() + static_cast<std::ptrdiff_t>(index),
                  NameSpan{at, label->end, NameKind::organisation, {}, body_inside(known.end, label->end)});
      return label->end;
    }
    // "Sudan Liberation Movement": a state, words that the knowledge has not, the noun of a body
    std::string_view sector;
    const std::uint32_t end = body_end(known.end, sector);
    if (!end) return known.end;
    out_.insert(out_.begin() + static_cast<std::ptrdiff_t>(index),
                NameSpan{at, end, NameKind::organisation, {}, sector});
    return end;
  }

  // The end of a run of unknown capitalised words that ends in the noun of a body; 0 when there is none.
  std::uint32_t body_end(std::uint32_t at, std::string_view& sector) const {
    std::uint32_t t = at;
    bool unknown = false;
    while (t < end_ && t < at + 6) {
      const RoleSpan* span = role_at(t);
      if (unknown && is_body(span)) {
        sector = role(span)->sector;
        return span->end;
      }
      if ((is_person_role(span) && !role(span)->plural) || !name_like(t) || known_at(t)) return 0;
      unknown = true;
      ++t;
    }
    return 0;
  }

  const LabelSpan* label_of(std::uint32_t t) const { return label_at_[t] == none ? nullptr : &labels_[label_at_[t]]; }
  bool starts_label(std::uint32_t t) const {
    const LabelSpan* label = label_of(t);
    return label && label->begin == t && words_.capital[t] && label->label != NameLabel::people;
  }
  // The sector of the last noun of a body inside a name ("Santiago Court of Appeals"), or "".
  std::string_view body_inside(std::uint32_t begin, std::uint32_t end) const {
    std::string_view sector;
    for (std::uint32_t t = begin; t < end; ++t)
      if (is_body(role_at(t))) sector = role(role_at(t))->sector;
    return sector;
  }
  bool role_end_inside(const LabelSpan& label) const { return role_end_[label.end] != none; }

  // Titles, nationalities and articles in front of a person's name belong to the phrase, not to the name.
  void trim_labels() {
    for (const Sentence& sentence : syntax_.sentences) end_ = sentence.end;
    for (std::uint32_t i = 0; i < labels_.size(); ++i) {
      LabelSpan& label = labels_[i];
      end_ = label.end;
      while (label.begin < label.end) {
        const RoleSpan* span = role_at(label.begin);
        if (label.label == NameLabel::person && is_person_role(span) && span->end <= label.end)
          label.begin = span->end;
        else if (!words_.capital[label.begin] && !words_.has(label.begin, ReferenceUse::particle))
          ++label.begin;
        else
          break;
      }
      while (label.end > label.begin && !words_.capital[label.end - 1]) --label.end;
      for (std::uint32_t t = label.begin; t < label.end; ++t) label_at_[t] = blocked_[t] ? none : i;
    }
  }

  // A known place inside the name of somebody: "Michael Jordan", "Chad Smith".
  bool inside_other_name(std::uint32_t at, const Known& known) const {
    const LabelSpan* label = label_of(at);
    if (!label || label->label != NameLabel::person || known.end - at >= label->end - label->begin) return false;
    const NameKind kind = kind_of(known.name);
    return (kind == NameKind::place || kind == NameKind::people) && known.end - at == 1 &&
           known.name.use == ActorNameUse::name;
  }

  // What the tagger says of a run: its kind, and its borders where they reach further or leave words in front out.
  void mend_run(NameSpan& span) const {
    const LabelSpan* label = nullptr;
    for (std::uint32_t t = span.begin; t < span.end && !label; ++t) label = label_of(t);
    if (!label) return;
    if (label->end > span.end || label->begin == span.begin) span.end = std::max(span.end, label->end);
    if (label->label == NameLabel::person && span.kind != NameKind::organisation) {
      span.kind = NameKind::person;
      if (label->begin > span.begin && label->end >= span.end && label->end - label->begin > 1)
        span.begin = label->begin;
    } else if (span.kind == NameKind::unknown || span.kind == NameKind::person) {
      if (label->begin > span.begin || label->end < span.end) return;
      span.kind = label->label == NameLabel::organisation ? NameKind::organisation
                  : label->label == NameLabel::place      ? NameKind::place
                  : label->label == NameLabel::people     ? NameKind::people
                                                          : NameKind::person;
    }
    if (span.kind == NameKind::organisation && span.sector.empty()) span.sector = body_inside(span.begin, span.end);
  }

  std::uint32_t take_run(std::uint32_t at) {
    std::uint32_t t = at, body = 0;
    std::string_view sector = is_body(role_at(at)) ? role(role_at(at))->sector : std::string_view();
    while (t < end_ && !blocked_[t]) {
      const RoleSpan* span = role_at(t);
      if (t > at && is_person_role(span) && !role(span)->plural) break;
      if (is_body(span) && t > at) {
        body = t = span->end;
        sector = role(span)->sector;
        continue;
      }
      if (t > at && (body == t || is_body(role_at(at))) && joins_of(t)) {
        t += words_.has(t + 1, ReferenceUse::article) ? 3 : 2;
        continue;
      }
      if (name_like(t)) {
        if (t > at) {
          const Known known = known_at(t);
          if (known && !part_of_name(at, t, known)) break;
        }
        ++t;
        continue;
      }
      if (t > at && joins(t)) {
        ++t;
        continue;
      }
      break;
    }
    while (t > at + 1 && !name_like(t - 1) && t != body) --t;
    t = std::max(t, at + 1);
    if (t == at + 1 && initial(at) && !labels_.empty() && !label_of(at))
      return t;                                                         // a common word that begins the sentence
    if (t == at + 1 && syntax_.tokens[at].upos == Upos::ADJ) return t;  // "Western", "Catholic"
    NameSpan span{at, t, NameKind::unknown, {}, sector};
    if (body == t || is_body(role_at(at)))
      span.kind = NameKind::organisation;
    else if (actors_.is_given_name(words_.piece(at)) && t > at + 1)
      span.kind = NameKind::person;
    else if (t == at + 1 && word(at).size() > 1 && all_upper(at, t))
      span.kind = NameKind::organisation;
    mend_run(span);
    out_.push_back(span);
    return std::max(span.end, at + 1);
  }

  bool behind_title(std::uint32_t at) const {
    return role_end_[at] != none && is_person_role(&role_spans_[role_end_[at]]);
  }

  // "Michael Jordan": the name of a state behind a given name is a family name.
  bool part_of_name(std::uint32_t at, std::uint32_t t, const Known& known) const {
    if (known.end != t + 1 || known.name.use != ActorNameUse::name || t > at + 3) return false;
    const bool titled = at > begin_ && behind_title(at);
    return (titled || actors_.is_given_name(words_.piece(t - 1))) &&
           actors_.actor(known.name.actor).kind != ActorKind::person;
  }

  // "Moo-hyun": behind the hyphen of a name a word that no participle or role is ("U.N.-backed").
  bool small_half(std::uint32_t t) const {
    if (words_.has(t + 1, ReferenceUse::particle)) return true;
    const Upos upos = syntax_.tokens[t + 1].upos;
    return upos == Upos::PROPN && !role_at(t + 1);
  }

  // A particle or hyphen inside a name.
  bool joins(std::uint32_t t) const {
    if (t + 1 >= end_ || blocked_[t + 1]) return false;
    if (is_hyphen(t)) return touches_next(t) && touches_next(t - 1) && (name_like(t + 1) || small_half(t));
    if (!words_.has(t, ReferenceUse::particle)) return false;
    return name_like(t + 1) || (is_hyphen(t + 1) && t + 2 < end_ && name_like(t + 2));
  }

  std::string_view text_;
  const Syntax& syntax_;
  const ActorWords& words_;
  const ActorTable& actors_;
  const RoleTable& roles_;
  const std::vector<bool>& blocked_;
  std::vector<std::uint32_t> role_at_, role_end_;  // by first token, by end
  const std::vector<RoleSpan>& role_spans_;
  std::vector<LabelSpan> labels_;
  std::vector<std::uint32_t> label_at_;  // by token: labels_, or none
  std::vector<NameSpan> out_;
  std::uint32_t begin_ = 0, end_ = 0;
};

}  // namespace

ActorWords actor_words(std::string_view text, const Syntax& syntax, const ReferenceWords& reference) {
  ActorWords out;
  const std::size_t count = syntax.tokens.size();
  out.pieces.reserve(count + count / 8);
  out.first.reserve(count + 1);
  out.uses.reserve(count);
  out.capital.reserve(count);
  for (const Token& token : syntax.tokens) {
    out.first.push_back(static_cast<std::uint32_t>(out.pieces.size()));
    const std::string_view word = text.substr(token.span.begin, token.span.size());
    append_pieces(word, out.pieces);
    out.uses.push_back(out.pieces.size() == out.first.back() + 1 ? reference.uses(out.pieces.back()) : 0);
    out.capital.push_back(starts_capital(word));
  }
  out.first.push_back(static_cast<std::uint32_t>(out.pieces.size()));
  return out;
}

namespace {

// The tags of the last word let the role stand there: a noun, an adjective used as one ("the military says"), or a
// plural that the tagger took for a verb ("Hutu rebels").
bool tags_allow(const Syntax& syntax, const ActorWords& words, const ActorRole& role, std::uint32_t begin,
                std::uint32_t t, std::uint32_t end) {
  const Token& token = syntax.tokens[t];
  const Upos upos = token.upos;
  const Upos next = t + 1 < end ? syntax.tokens[t + 1].upos : Upos::PUNCT;
  const bool before_noun = next == Upos::NOUN || next == Upos::PROPN || next == Upos::ADJ || next == Upos::PUNCT;
  if (role.hold == RoleHold::modifier)
    return before_noun && (upos == Upos::ADJ || upos == Upos::VERB || upos == Upos::NOUN || upos == Upos::PROPN);
  if (upos == Upos::NOUN || upos == Upos::PROPN || upos == Upos::X || upos == Upos::NUM) return true;
  if (upos == Upos::ADJ && t > begin) return true;
  if (upos == Upos::ADJ)
    return next == Upos::VERB || next == Upos::AUX || next == Upos::ADP || next == Upos::PUNCT || next == Upos::PART;
  if (upos != Upos::VERB || role.hold != RoleHold::own || role.form != RoleForm::person || !role.plural) return false;
  if (next == Upos::VERB || next == Upos::AUX || next == Upos::ADV) return true;
  if (t > 0 && syntax.tokens[t - 1].upos == Upos::ADJ) return true;
  return t > 0 && words.capital[t - 1] && syntax.tokens[t - 1].upos != Upos::VERB && next != Upos::DET;
}

// A hyphen inside a word, which has no pieces of its own.
bool is_inner_hyphen(const Syntax& syntax, std::uint32_t begin, std::uint32_t t, std::uint32_t end) {
  const std::vector<Token>& tokens = syntax.tokens;
  return t > begin && t + 1 < end && tokens[t - 1].span.end == tokens[t].span.begin &&
         tokens[t].span.end == tokens[t + 1].span.begin;
}

}  // namespace

std::vector<RoleSpan> find_roles(const Syntax& syntax, const ActorWords& words, const RoleTable& roles) {
  std::vector<RoleSpan> out;
  const PhraseTrie& trie = roles.trie();
  for (const Sentence& sentence : syntax.sentences) {
    for (std::uint32_t at = sentence.begin; at < sentence.end;) {
      RoleSpan best{at, at, 0};
      std::uint64_t state = PhraseTrie::start;
      for (std::uint32_t t = at; t < sentence.end; ++t) {
        if (words.first[t] == words.first[t + 1]) {
          if (!is_inner_hyphen(syntax, at, t, sentence.end)) break;
          continue;
        }
        const PhraseTrie::Node* node = nullptr;
        for (std::uint32_t p = words.first[t]; p < words.first[t + 1]; ++p) {
          node = trie.find(state = PhraseTrie::step(state, words.pieces[p]));
          if (!node) break;
        }
        if (!node) break;
        if (node->values == UINT32_MAX) continue;
        for (std::uint32_t link = node->values; link != UINT32_MAX; link = trie.next(link)) {
          const ActorRole& role = roles.role(trie.value(link));
          if (role.hold == RoleHold::name && (at == sentence.begin || !words.capital[at] || !words.capital[t]))
            continue;
          if (!tags_allow(syntax, words, role, at, t, sentence.end)) continue;
          best = {at, t + 1, trie.value(link)};
          break;
        }
      }
      if (best.end > best.begin) out.push_back(best);
      at = std::max(best.end, at + 1);
    }
  }
  return out;
}

std::vector<NameSpan> find_names(std::string_view text, const Syntax& syntax, const ActorWords& words,
                                 const ActorTable& actors, const RoleTable& roles,
                                 const std::vector<RoleSpan>& role_spans, const std::vector<LabelSpan>& labels,
                                 const std::vector<bool>& blocked) {
  return Finder(text, syntax, words, actors, roles, role_spans, labels, blocked).run();
}

}  // namespace dragoman
