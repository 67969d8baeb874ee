#include "statements/arguments.h"

#include <string>

namespace dragoman {
namespace {

// The lexicon's entry of a verb with a particle, a preposition or an object, else of the verb alone.
const Cue* find_cue(const Scene& scene, const CueLexicon& lexicon, std::uint32_t token) {
  const Token& word = scene.token(token);
  const std::string_view lemma = scene.syntax.lemma(token);
  const Cue* alone = lexicon.find(lemma, word.upos);
  if (word.upos != Upos::VERB) return alone;
  std::string both;
  for (const std::uint32_t child : scene.children(token)) {
    std::uint32_t second = none;
    switch (scene.token(child).deprel) {
      case Deprel::compound_prt:
      case Deprel::obj:
        second = child;
        break;
      case Deprel::obl:
        second = scene.child(child, Deprel::case_);
        break;
      default:
        break;
    }
    if (second == none || second < token) continue;
    both.assign(lemma).append(" ").append(scene.syntax.lemma(second));
    if (const Cue* found = lexicon.find(both, Upos::VERB)) return found;
  }
  return alone;
}

// The entry of a preposition of two words, by the words themselves: treebanks give "according" the lemma of a verb.
const Cue* find_preposition(const Scene& scene, const CueLexicon& lexicon, std::uint32_t token) {
  std::string both(scene.words(token));
  both.append(" ").append(scene.words(token + 1));
  for (char& byte : both)
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte | 32);
  return lexicon.find(both, Upos::ADP);
}

bool is_argument(Deprel deprel) {
  switch (deprel) {
    case Deprel::punct:
    case Deprel::aux:
    case Deprel::aux_pass:
    case Deprel::cop:
    case Deprel::cc:
    case Deprel::case_:
    case Deprel::det:
    case Deprel::fixed:
    case Deprel::expl:
    case Deprel::compound_prt:
      return false;
    default:
      return true;
  }
}

// `whole` without `hole`: at most two pieces.
Argument cut(Place place, std::uint32_t head, TokenRange whole, TokenRange hole) {
  Argument out{place, head, none, {}};
  int count = 0;
  if (whole.begin < hole.begin) out.pieces[count++] = {whole.begin, std::min(whole.end, hole.begin)};
  if (hole.end < whole.end) out.pieces[count++] = {std::max(whole.begin, hole.end), whole.end};
  return out;
}

void add_children(const Scene& scene, std::uint32_t cue, std::vector<Argument>& out) {
  for (const std::uint32_t child : scene.children(cue)) {
    if (!is_argument(scene.token(child).deprel)) continue;
    Argument argument{Place::child, child, none, {scene.subtree[child], {}}};
    if (argument.pieces[0].contains(cue)) {
      argument = cut(Place::child, child, scene.subtree[child], {cue, cue + 1});
    }
    out.push_back(argument);
  }
}

void add_governor(const Scene& scene, std::uint32_t cue, std::vector<Argument>& out) {
  const std::uint32_t head = scene.token(cue).head;
  if (head == none) return;
  switch (scene.token(cue).deprel) {
    case Deprel::acl:
    case Deprel::acl_relcl:
    case Deprel::amod:
      out.push_back(cut(Place::governor_noun, head, scene.subtree[head], scene.subtree[cue]));
      break;
    case Deprel::parataxis:
    case Deprel::advcl:
    case Deprel::advcl_relcl:
    case Deprel::ccomp:
    case Deprel::dep:
    case Deprel::appos:
    case Deprel::discourse:
    case Deprel::dislocated:
      out.push_back(cut(Place::governor_clause, head, scene.subtree[head], scene.subtree[cue]));
      break;
    default:
      break;
  }
}

bool passes_subject(Deprel deprel) {
  switch (deprel) {
    case Deprel::conj:
    case Deprel::xcomp:
    case Deprel::advcl:
    case Deprel::ccomp:
    case Deprel::parataxis:
      return true;
    default:
      return false;
  }
}

// The understood subject: of the clause above, or its object.
void add_inherited(const Scene& scene, std::uint32_t cue, std::vector<Argument>& out) {
  if (scene.subject(cue) != none) return;
  std::uint32_t at = cue;
  for (int steps = 0; steps < 6 && passes_subject(scene.token(at).deprel); ++steps) {
    const Deprel link = scene.token(at).deprel;
    const std::uint32_t above = scene.token(at).head;
    if (above == none) return;
    if (link == Deprel::xcomp) {
      const std::uint32_t object = scene.child(above, Deprel::obj);
      if (object != none && !scene.subtree[object].contains(cue))
        out.push_back({Place::controller, object, none, {scene.subtree[object], {}}});
    }
    at = above;
    const std::uint32_t subject = scene.subject(at);
    if (subject != none && !scene.subtree[subject].contains(cue)) {
      out.push_back({Place::inherited, subject, none, {scene.subtree[subject], {}}});
      return;
    }
  }
  const Deprel link = scene.token(at).deprel;
  if (at != cue && scene.token(at).head != none && (link == Deprel::acl || link == Deprel::acl_relcl)) {
    const std::uint32_t noun = scene.token(at).head;
    out.push_back(cut(Place::inherited, noun, scene.subtree[noun], scene.subtree[at]));
  }
}

void add_light_subject(const Scene& scene, std::uint32_t cue, std::vector<Argument>& out) {
  const std::uint32_t verb = scene.token(cue).head;
  if (verb == none || scene.token(cue).upos != Upos::NOUN) return;
  const Deprel link = scene.token(cue).deprel;
  if (link != Deprel::obj && link != Deprel::obl && link != Deprel::xcomp) return;
  std::uint32_t at = verb;
  for (int steps = 0; steps < 4; ++steps) {
    const std::uint32_t subject = scene.subject(at);
    if (subject != none) {
      if (!scene.subtree[subject].contains(cue))
        out.push_back({Place::light_subject, subject, none, {scene.subtree[subject], {}}});
      return;
    }
    if (!passes_subject(scene.token(at).deprel) || scene.token(at).head == none) return;
    at = scene.token(at).head;
  }
}

bool is_nominal(Upos upos) {
  return upos == Upos::NOUN || upos == Upos::PROPN || upos == Upos::PRON || upos == Upos::NUM;
}

bool is_known(const std::vector<Argument>& arguments, std::uint32_t head) {
  for (const Argument& argument : arguments)
    if (argument.head == head && argument.place != Place::governor_clause) return true;
  return false;
}

// Noun phrases that touch the cue: a help where the tree is wrong.
void add_beside(const Scene& scene, std::uint32_t cue, const Sentence& sentence, std::vector<Argument>& out) {
  std::uint32_t before = cue;
  while (before > sentence.begin) {
    const Upos upos = scene.token(before - 1).upos;
    if (upos != Upos::ADV && upos != Upos::AUX && upos != Upos::PUNCT && upos != Upos::PART) break;
    --before;
  }
  const auto add = [&](Place place, std::uint32_t at, bool forward) {
    std::uint32_t best = none;
    while (at != none && !scene.subtree[at].contains(cue)) {
      const TokenRange range = scene.subtree[at];
      const bool touches = forward ? range.begin == cue + 1 : range.end >= before;
      if (touches && is_nominal(scene.token(at).upos)) best = at;
      at = scene.token(at).head;
    }
    if (best != none && !is_known(out, best)) out.push_back({place, best, none, {scene.subtree[best], {}}});
  };
  if (before > sentence.begin) add(Place::beside_before, before - 1, false);
  if (cue + 1 < sentence.end) add(Place::beside_after, cue + 1, true);
}

void add_colon(const Scene& scene, std::uint32_t colon, std::uint32_t sentence, std::vector<Argument>& out) {
  const Sentence& place = scene.syntax.sentences[sentence];
  std::uint32_t head = none;
  for (std::uint32_t t = place.begin; t < colon; ++t)
    if (is_nominal(scene.token(t).upos)) head = t;
  out.push_back({Place::colon_before, head, none, {{place.begin, colon}, {}}});
  if (colon + 1 < place.end) out.push_back({Place::colon_after, none, none, {{colon + 1, place.end}, {}}});
  std::uint32_t last = sentence;
  while (last + 1 < scene.syntax.sentences.size() && scene.syntax.sentences[last + 1].block == place.block) ++last;
  if (last > sentence)
    out.push_back({Place::block_rest, none, none, {{colon + 1, scene.syntax.sentences[last].end}, {}}});
}

// Last resorts where the tree is wrong: the sentence without the cue's clause, and all behind the cue.
void add_rests(const Scene& scene, TokenRange clause, std::uint32_t cue, const Sentence& sentence,
               std::vector<Argument>& out) {
  const TokenRange all{sentence.begin, sentence.end};
  if (clause.begin > all.begin + 1 || clause.end + 1 < all.end) out.push_back(cut(Place::rest, none, all, clause));
  const std::uint32_t subject = scene.subject(cue);
  if (clause == all || length(clause) + 1 >= length(all))  // "..., Ana Roca said.", hung together as one clause
    if (subject != none && scene.subtree[subject].end <= cue && scene.subtree[subject].begin > all.begin + 3)
      out.push_back({Place::rest, none, none, {{all.begin, scene.subtree[subject].begin}, {}}});
  std::uint32_t begin = cue + 1;
  for (std::uint32_t t = begin; t < std::min(all.end, begin + 5); ++t)
    if (scene.token(t).upos == Upos::SCONJ) begin = t;
  if (begin + 2 < all.end) out.push_back({Place::behind, none, none, {{begin, all.end}, {}}});
}

// Whether nothing but marks and white space lies between two places of the text.
bool adjoins(const Scene& scene, std::uint32_t from, std::uint32_t to) {
  constexpr std::uint32_t farthest = 8;
  return from <= to && to - from <= farthest &&
         scene.page.text.str().find_first_not_of(" \n\t\r\"'`.,:;?!", from) >= to;
}

void add_quotes(const Scene& scene, std::uint32_t cue, const Sentence& sentence, std::vector<Argument>& out) {
  if (scene.quotes.empty() || scene.quote_of[cue] != none) return;
  std::uint32_t low = 0, high = static_cast<std::uint32_t>(scene.quotes.size());
  while (low < high) {  // the first stretch that ends behind the beginning of the sentence
    const std::uint32_t middle = (low + high) / 2;
    if (scene.quotes[middle].inside.end <= sentence.span.begin)
      low = middle + 1;
    else
      high = middle;
  }
  if (low > 0 && adjoins(scene, scene.quotes[low - 1].outside.end, sentence.span.begin))
    out.push_back({Place::quote_before, none, low - 1, {scene.quote_tokens[low - 1], {}}});
  constexpr int most_quotes = 8;
  int taken = 0;
  for (; low < scene.quotes.size() && scene.quotes[low].inside.begin < sentence.span.end && taken < most_quotes;
       ++low, ++taken)
    out.push_back({Place::quote, none, low, {scene.quote_tokens[low], {}}});
  if (low < scene.quotes.size() && adjoins(scene, sentence.span.end, scene.quotes[low].outside.begin))
    out.push_back({Place::quote_after, none, low, {scene.quote_tokens[low], {}}});
}

// "according to X": X without the preposition is the speaker, the clause without the phrase the content.
void add_according(const Scene& scene, std::uint32_t cue, std::vector<Argument>& out) {
  const std::uint32_t noun = scene.token(cue).head;
  if (noun == none) return;
  TokenRange preposition{cue, cue + 1};
  for (const std::uint32_t child : scene.children(cue)) preposition.end = std::max(preposition.end, child + 1);
  if (preposition.end < scene.subtree[noun].end && scene.token(preposition.end).head == noun &&
      scene.token(preposition.end).deprel == Deprel::case_)
    ++preposition.end;  // trees that hang "to" beside "according"
  out.push_back(cut(Place::governor_noun, noun, scene.subtree[noun], preposition));
  std::uint32_t clause = scene.token(noun).head;
  while (clause != none && scene.token(clause).upos != Upos::VERB && scene.token(clause).head != none)
    clause = scene.token(clause).head;  // often hung to the noun before it
  if (clause != none) out.push_back(cut(Place::governor_clause, clause, scene.subtree[clause], scene.subtree[noun]));
}

// Where the clause of the one who speaks begins in a stretch never closed; none when there is no such clause.
std::uint32_t speaking_clause(const Scene& scene, const CueLexicon& lexicon, TokenRange stretch) {
  for (std::uint32_t t = stretch.begin + 3; t < stretch.end; ++t) {
    const Token& verb = scene.token(t);
    const Cue* cue = verb.upos == Upos::VERB ? lexicon.find(scene.syntax.lemma(t), Upos::VERB) : nullptr;
    const std::uint32_t subject = cue && cue->takes(CueFrame::quote) ? scene.subject(t) : none;
    if (subject == none || (verb.deprel != Deprel::parataxis && scene.child(t, Deprel::ccomp) == none)) continue;
    const std::uint32_t begin = std::min(scene.subtree[subject].begin, t);
    if (begin < stretch.begin + 3 || scene.subtree[subject].end > t + 20) continue;
    const std::uint32_t clause = scene.child(t, Deprel::ccomp);
    const bool told_before = verb.deprel == Deprel::parataxis || scene.subtree[clause].end <= begin;
    if (told_before && scene.token(begin - 1).upos == Upos::PUNCT) return begin;
  }
  return none;
}

}  // namespace

void close_at_cues(Scene& scene, const CueLexicon& lexicon) {
  for (std::size_t q = 0; q < scene.quotes.size(); ++q) {
    QuotedStretch& stretch = scene.quotes[q];
    TokenRange& tokens = scene.quote_tokens[q];
    if (stretch.closed || length(tokens) < 5) continue;
    if (q + 1 < scene.quotes.size() && scene.quotes[q + 1].block == stretch.block + 1 &&
        scene.quotes[q + 1].outside.begin == scene.page.blocks[stretch.block + 1].span.begin)
      continue;
    const std::uint32_t clause = speaking_clause(scene, lexicon, tokens);
    if (clause == none) continue;
    stretch.inside.end = stretch.outside.end = scene.token(clause - 1).span.end;
    for (std::uint32_t t = clause; t < tokens.end; ++t) scene.quote_of[t] = none;
    tokens.end = clause;
    stretch.words = std::min(stretch.words, length(tokens));
  }
}

void find_cue_candidates(const Scene& scene, const CueLexicon& lexicon, const Sentence& sentence,
                         std::vector<CueCandidate>& out) {
  bool verb = false;
  constexpr std::uint32_t farthest_colon = 12;  // tokens into the sentence: later ones open a list
  for (std::uint32_t t = sentence.begin; t < sentence.end; ++t) {
    const Token& token = scene.token(t);
    verb = verb || token.upos == Upos::VERB;
    if (t > sentence.begin && !verb && t < sentence.begin + farthest_colon && scene.words(t) == ":") {
      out.push_back({t, lexicon.find(":", Upos::PUNCT), false, true});
      verb = true;
      continue;
    }
    if (token.deprel == Deprel::case_ && token.head != none) {
      if (const Cue* cue = t + 1 < sentence.end ? find_preposition(scene, lexicon, t) : nullptr)
        out.push_back({t, cue, true, false});
      continue;
    }
    if (token.upos == Upos::VERB)
      out.push_back({t, find_cue(scene, lexicon, t), false, false});
    else if (token.upos == Upos::NOUN || token.upos == Upos::ADJ)
      if (const Cue* cue = find_cue(scene, lexicon, t)) out.push_back({t, cue, false, false});
  }
}

void find_arguments(const Scene& scene, const CueCandidate& candidate, std::uint32_t sentence,
                    std::vector<Argument>& out) {
  out.clear();
  const std::uint32_t cue = candidate.token;
  if (candidate.colon) {
    add_colon(scene, cue, sentence, out);
  } else if (candidate.according) {
    add_according(scene, cue, out);
  } else {
    add_children(scene, cue, out);
    add_governor(scene, cue, out);
    add_inherited(scene, cue, out);
    add_light_subject(scene, cue, out);
    add_beside(scene, cue, scene.syntax.sentences[sentence], out);
  }
  if (candidate.according && scene.token(cue).head != none)
    add_rests(scene, scene.subtree[scene.token(cue).head], cue, scene.syntax.sentences[sentence], out);
  else if (scene.token(cue).upos == Upos::VERB)
    add_rests(scene, scene.subtree[cue], cue, scene.syntax.sentences[sentence], out);
  add_quotes(scene, cue, scene.syntax.sentences[sentence], out);
}

}  // namespace dragoman
