#include "statements/compose.h"

#include <algorithm>

#include "statements/quotations.h"
#include "statements/speakers.h"

namespace dragoman {
namespace {

// The mention of a noun phrase with this head: the longest with the same head, else the longest around it. none when
// there is none.
std::uint32_t mention_at(const Mentions& mentions, std::uint32_t head) {
  constexpr std::uint32_t longest = 40;  // tokens
  const auto& all = mentions.mentions;
  auto at = std::lower_bound(all.begin(), all.end(), head > longest ? head - longest : 0,
                             [](const Mention& mention, std::uint32_t token) { return mention.begin < token; });
  std::uint32_t best = none;
  const auto rank = [&](const Mention& mention) {
    return std::pair(mention.head == head, mention.end - mention.begin);
  };
  for (; at != all.end() && at->begin <= head; ++at) {
    if (head >= at->end || at->entity == none) continue;
    if (best == none || rank(*at) > rank(all[best])) best = static_cast<std::uint32_t>(at - all.begin());
  }
  return best;
}

class Composer {
 public:
  Composer(const Scene& scene, const Mentions& mentions, const CueLexicon& lexicon)
      : scene_(scene), mentions_(mentions), lexicon_(lexicon) {}

  Statements run(const std::vector<Attribution>& attributions, const ReferenceWords& words) {
    for (const Attribution& attribution : attributions) add(attribution);
    nest();
    give_pronouns_speakers(scene_, mentions_, words, out_.statements);
    give_quotations(scene_, out_);
    for (Statement& statement : out_.statements) statement.kind = kind_of(statement);
    return std::move(out_);
  }

 private:
  // A range of tokens as text, without punctuation at its borders.
  TextSpan span_of(TokenRange range) const {
    while (range.begin < range.end && is_border(range.begin)) ++range.begin;
    while (range.end > range.begin && is_border(range.end - 1)) --range.end;
    if (range.begin == range.end) return {};
    return {scene_.token(range.begin).span.begin, scene_.token(range.end - 1).span.end};
  }
  bool is_border(std::uint32_t token) const { return scene_.token(token).upos == Upos::PUNCT; }

  void add(const Attribution& attribution) {
    Statement statement;
    const std::uint32_t cue = attribution.candidate.token;
    statement.cue_token = cue;
    statement.cue = cue_words(attribution);
    for (const Argument& source : attribution.source) {
      for (const TokenRange& piece : source.pieces)
        if (const TextSpan span = span_of(piece); !span.empty()) statement.source.push_back(span);
      if (source.head == none) continue;
      statement.source_mention = speaker_at(source.head);
      if (statement.source_mention != none) statement.speaker = mentions_.mentions[statement.source_mention].entity;
    }
    statement.content = content_of(attribution);
    if (statement.content.empty()) return;
    if (attribution.candidate.cue) {
      statement.stance = stance_of_cue(attribution);
      statement.known_by = attribution.candidate.cue->known_by;
    }
    set_addressee(attribution, statement);
    statement.negated = is_negated(cue);
    out_.statements.push_back(std::move(statement));
  }

  // The mention of the head, or of the person named beside it ("the group's president, Dana Osei").
  std::uint32_t speaker_at(std::uint32_t head) const {
    const std::uint32_t mention = mention_at(mentions_, head);
    if (mention != none && is_person(mention)) return mention;
    const std::uint32_t name = scene_.child(head, Deprel::appos);
    const std::uint32_t beside = name == none ? none : mention_at(mentions_, name);
    return beside != none && is_person(beside) ? beside : mention;
  }
  bool is_person(std::uint32_t mention) const {
    const std::uint32_t entity = mentions_.mentions[mention].entity;
    return entity != none && mentions_.entities[entity].kind == EntityKind::person;
  }

  // The lexicon's stance, turned by an infinitive: "asked him to leave" demands; "refused to leave" denies, while
  // "refused to comment" refuses to say.
  Stance stance_of_cue(const Attribution& attribution) const {
    const Cue& cue = *attribution.candidate.cue;
    for (const std::uint32_t child : scene_.children(attribution.candidate.token)) {
      if (scene_.token(child).deprel != Deprel::xcomp && scene_.token(child).deprel != Deprel::ccomp) continue;
      const std::uint32_t marker = scene_.child(child, Deprel::mark);
      if (marker == none || scene_.token(marker).upos != Upos::PART) continue;
      if (cue.stance == Stance::asks || (cue.stance == Stance::says && cue.takes(CueFrame::tell)))
        return Stance::demands;
      const Cue* inner = lexicon_.find(scene_.syntax.lemma(child), Upos::VERB);
      if (cue.stance == Stance::refuses_to_say && !(inner && inner->takes(CueFrame::clause)) &&
          !(inner && inner->takes(CueFrame::obj)))
        return Stance::denies;
    }
    return cue.stance;
  }

  // The cue with its auxiliaries, negation and particle, where they adjoin.
  std::vector<TextSpan> cue_words(const Attribution& attribution) const {
    const std::uint32_t cue = attribution.candidate.token;
    TokenRange range{cue, cue + 1};
    if (attribution.candidate.colon) return {scene_.token(cue).span};
    if (attribution.candidate.according) {
      for (const std::uint32_t child : scene_.children(cue)) range.end = std::max(range.end, child + 1);
      if (range.end == cue + 1) ++range.end;
      return {span_of(range)};
    }
    for (bool grown = true; grown;) {
      grown = false;
      for (const std::uint32_t child : scene_.children(cue)) {
        const Deprel deprel = scene_.token(child).deprel;
        const bool part = deprel == Deprel::aux || deprel == Deprel::aux_pass || deprel == Deprel::compound_prt ||
                          deprel == Deprel::cop || (deprel == Deprel::advmod && length(scene_.subtree[child]) == 1);
        if (!part || (child + 1 != range.begin && child != range.end)) continue;
        range.begin = std::min(range.begin, child);
        range.end = std::max(range.end, child + 1);
        grown = true;
      }
    }
    return {span_of(range)};
  }

  bool is_negated(std::uint32_t cue) const {
    for (const std::uint32_t child : scene_.children(cue)) {
      const Token& token = scene_.token(child);
      if (token.deprel == Deprel::advmod && token.upos == Upos::PART) return true;
    }
    return false;
  }

  void set_addressee(const Attribution& attribution, Statement& statement) const {
    const Cue* cue = attribution.candidate.cue;
    if (!cue || !cue->takes(CueFrame::tell)) return;
    for (const std::uint32_t child : scene_.children(attribution.candidate.token)) {
      const Deprel deprel = scene_.token(child).deprel;
      if (deprel != Deprel::obj && deprel != Deprel::iobj) continue;
      const bool is_content = std::any_of(attribution.content.begin(), attribution.content.end(),
                                          [&](const Argument& content) { return content.head == child; });
      const std::uint32_t mention = is_content ? none : mention_at(mentions_, child);
      if (mention != none) statement.addressee = mentions_.mentions[mention].entity;
    }
  }

  // The pieces of the content, quotations completed, sorted and merged.
  std::vector<TextSpan> content_of(const Attribution& attribution) const {
    std::vector<TextSpan> pieces;
    const std::uint32_t cue_quote = scene_.quote_of[attribution.candidate.token];
    for (const Argument& content : attribution.content)
      for (const TokenRange& piece : parts_of(content, attribution)) {
        const TextSpan span = span_of(piece);
        if (span.empty()) continue;
        pieces.push_back(span);
        complete_quotes(piece, cue_quote, attribution, pieces);
      }
    join_pieces(scene_, pieces);
    return pieces;
  }

  // The pieces of an argument without the words of the source; words between a quotation that the cue broke and its
  // next part belong to the speaker's description, not to the content.
  std::vector<TokenRange> parts_of(const Argument& content, const Attribution& attribution) const {
    std::vector<TokenRange> parts;
    for (TokenRange piece : content.pieces) {
      if (piece.begin == piece.end) continue;
      if (content.place == Place::governor_clause && piece.begin > attribution.candidate.token && !parts.empty() &&
          ends_quoted(parts.back()))
        while (piece.begin < piece.end && scene_.quote_of[piece.begin] == none) ++piece.begin;
      parts.push_back(piece);
    }
    for (const Argument& source : attribution.source)
      for (const TokenRange& hole : source.pieces)
        if (hole.begin < hole.end) parts = without(parts, hole);
    return parts;
  }
  bool ends_quoted(TokenRange piece) const {
    while (piece.end > piece.begin && is_border(piece.end - 1)) --piece.end;
    return piece.end > piece.begin && scene_.quote_of[piece.end - 1] != none;
  }
  static std::vector<TokenRange> without(const std::vector<TokenRange>& parts, TokenRange hole) {
    std::vector<TokenRange> out;
    for (const TokenRange part : parts) {
      const TokenRange left{part.begin, std::min(part.end, hole.begin)},
          right{std::max(part.begin, hole.end), part.end};
      if (left.begin < left.end) out.push_back(left);
      if (right.begin < right.end) out.push_back(right);
    }
    return out;
  }

  // Adds the stretches of which the piece holds a part, but not the one around the cue or the source.
  void complete_quotes(TokenRange piece, std::uint32_t cue_quote, const Attribution& attribution,
                       std::vector<TextSpan>& pieces) const {
    std::uint32_t last = none;
    for (std::uint32_t t = piece.begin; t < piece.end; ++t) {
      const std::uint32_t quote = scene_.quote_of[t];
      if (quote == none || quote == last || quote == cue_quote) continue;
      last = quote;
      const bool holds_source = std::any_of(
          attribution.source.begin(), attribution.source.end(),
          [&](const Argument& source) { return source.head != none && scene_.quote_of[source.head] == quote; });
      if (!holds_source) pieces.push_back(scene_.quotes[quote].inside);
    }
  }

  static bool holds(const Statement& statement, std::uint32_t offset) {
    return std::any_of(statement.content.begin(), statement.content.end(),
                       [&](TextSpan span) { return span.contains(offset); });
  }

  // `within`: the smallest statement of the neighbourhood whose content holds the cue, if it is larger.
  void nest() {
    constexpr std::size_t reach = 12;
    auto& all = out_.statements;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::uint32_t at = all[i].cue.front().begin;
      for (std::size_t k = i > reach ? i - reach : 0; k < std::min(all.size(), i + reach); ++k) {
        if (k == i || !holds(all[k], at)) continue;
        if (holds(all[i], all[k].cue.front().begin) && content_size(all[k]) <= content_size(all[i])) continue;
        if (all[i].within == none || content_size(all[k]) < content_size(all[all[i].within]))
          all[i].within = static_cast<std::uint32_t>(k);
      }
    }
  }

  StatementKind kind_of(const Statement& statement) const {
    bool inside = false, outside = false;
    for (const TextSpan span : statement.content) {
      auto token = std::lower_bound(scene_.syntax.tokens.begin(), scene_.syntax.tokens.end(), span.begin,
                                    [](const Token& t, std::uint32_t at) { return t.span.begin < at; });
      for (; token != scene_.syntax.tokens.end() && token->span.begin < span.end; ++token) {
        if (token->upos == Upos::PUNCT) continue;
        const std::uint32_t quote = scene_.quote_of[static_cast<std::size_t>(token - scene_.syntax.tokens.begin())];
        (quote == none ? outside : inside) = true;
      }
    }
    return !inside ? StatementKind::indirect : outside ? StatementKind::mixed : StatementKind::direct;
  }

  const Scene& scene_;
  const Mentions& mentions_;
  const CueLexicon& lexicon_;
  Statements out_;
};

}  // namespace

Statements compose_statements(const Scene& scene, const Mentions& mentions, const CueLexicon& lexicon,
                              const ReferenceWords& words, const std::vector<Attribution>& attributions) {
  return Composer(scene, mentions, lexicon).run(attributions, words);
}

}  // namespace dragoman
