#include "statements/attribution_features.h"

#include "base/hash.h"

namespace dragoman {
namespace {

std::uint64_t key(Deprel value) { return static_cast<std::uint64_t>(value) + 1000; }
std::uint64_t key(Upos value) { return static_cast<std::uint64_t>(value) + 2000; }
std::uint64_t key(Place value) { return static_cast<std::uint64_t>(value) + 3000; }

// Collects features, each of a kind and up to three parts.
class Sink {
 public:
  explicit Sink(std::vector<std::uint64_t>& out) : out_(out) { out_.clear(); }
  void add(std::uint64_t kind, std::uint64_t a, std::uint64_t b = 0, std::uint64_t c = 0) {
    out_.push_back(combine(combine(kind, a), combine(b, c)));
  }

 private:
  std::vector<std::uint64_t>& out_;
};

std::uint64_t bucket(std::uint32_t value) {
  return value < 4 ? value : value < 6 ? 4 : value < 10 ? 5 : value < 20 ? 6 : value < 40 ? 7 : 8;
}

// The lemma of the preposition or subordinator of a phrase; 0 when there is none.
std::uint64_t marker(const Scene& scene, std::uint32_t head) {
  if (head == none) return 0;
  for (const std::uint32_t child : scene.children(head)) {
    const Deprel deprel = scene.token(child).deprel;
    if (deprel == Deprel::case_ || deprel == Deprel::mark) return scene.lemma_key(child);
  }
  return 1;
}

// How much of a range stands between quotation marks: 0 none, 1 part, 2 all but a word or two.
std::uint64_t quoted(const Scene& scene, const TokenRange (&pieces)[2]) {
  std::uint32_t inside = 0, all = 0;
  for (const TokenRange& piece : pieces)
    for (std::uint32_t t = piece.begin; t < piece.end; ++t) {
      if (scene.token(t).upos == Upos::PUNCT) continue;
      ++all;
      inside += scene.quote_of[t] != none;
    }
  return inside == 0 ? 0 : inside + 2 < all ? 1 : 2;
}

std::uint64_t siblings(const Scene& scene, std::uint32_t cue) {
  std::uint64_t bits = 0;
  for (const std::uint32_t child : scene.children(cue)) switch (scene.token(child).deprel) {
      case Deprel::ccomp:
        bits |= 1;
        break;
      case Deprel::xcomp:
        bits |= 2;
        break;
      case Deprel::obj:
        bits |= 4;
        break;
      case Deprel::nsubj:
        bits |= 8;
        break;
      case Deprel::nsubj_pass:
        bits |= 16;
        break;
      case Deprel::parataxis:
        bits |= 32;
        break;
      case Deprel::iobj:
        bits |= 64;
        break;
      default:
        break;
    }
  return bits;
}

std::uint64_t auxiliaries(const Scene& scene, std::uint32_t cue) {
  std::uint64_t key_of_all = 0;
  for (const std::uint32_t child : scene.children(cue)) {
    const Deprel deprel = scene.token(child).deprel;
    if (deprel == Deprel::aux || deprel == Deprel::cop || deprel == Deprel::mark)
      key_of_all = combine(key_of_all, scene.lemma_key(child));
  }
  return key_of_all;
}

// "Who" the head of a noun phrase is, coarsely.
std::uint64_t noun_class(const Scene& scene, std::uint32_t head) {
  if (head == none) return 0;
  const Token& token = scene.token(head);
  return token.upos == Upos::PRON || token.upos == Upos::DET ? scene.lemma_key(head)
                                                             : key(token.upos) + token.xpos * 64ull;
}

std::uint64_t argument_key(const Scene& scene, const Argument& argument) {
  std::uint64_t out = key(argument.place) * 4096;
  if (argument.head != none) {
    if (argument.place == Place::child)
      out += key(scene.token(argument.head).deprel);
    else
      out += static_cast<std::uint64_t>(scene.token(argument.head).upos);
  }
  return out;
}

// The word of a stretch whose head lies outside it; the first one.
std::uint32_t top_of(const Scene& scene, TokenRange range) {
  for (std::uint32_t t = range.begin; t < range.end; ++t) {
    const std::uint32_t head = scene.token(t).head;
    if (scene.token(t).upos != Upos::PUNCT && (head == none || !range.contains(head))) return t;
  }
  return none;
}

}  // namespace

void role_features(const Scene& scene, const CueCandidate& candidate, const std::vector<Argument>& arguments,
                   std::size_t which, std::vector<std::uint64_t>& out) {
  Sink sink(out);
  const Argument& argument = arguments[which];
  const std::uint32_t cue = candidate.token, head = argument.head;
  const Token& word = scene.token(cue);
  const std::uint64_t lemma = scene.lemma_key(cue) + static_cast<std::uint64_t>(word.upos == Upos::NOUN);
  const std::uint64_t place = argument_key(scene, argument);
  const std::uint64_t frames = candidate.cue ? candidate.cue->frames + 1u : 0;
  const std::uint64_t stance = candidate.cue ? static_cast<std::uint64_t>(candidate.cue->stance) + 1 : 0;
  const std::uint64_t after = argument.pieces[0].begin > cue ? 1 : argument.pieces[1].begin > cue ? 2 : 0;
  const std::uint64_t mark = marker(scene, head);
  const std::uint64_t in_marks = quoted(scene, argument.pieces);
  const std::uint64_t around = siblings(scene, cue);
  const std::uint64_t passive = scene.is_passive(cue);
  const std::uint64_t who = noun_class(scene, head);
  const std::uint64_t pos = head == none ? 0 : key(scene.token(head).upos);
  const std::uint64_t xpos = head == none ? 0 : scene.token(head).xpos + 1ull;
  const std::uint64_t head_lemma = head == none ? 0 : scene.lemma_key(head);
  const std::uint64_t clausal = head == none ? 0 : 1 + (scene.subject(head) != none);
  const std::uint32_t size = length(argument.pieces[0]) + length(argument.pieces[1]);
  const std::uint64_t link = key(word.deprel);
  std::uint32_t distance = 0;
  if (argument.pieces[0].begin > cue)
    distance = argument.pieces[0].begin - cue;
  else if (argument.pieces[0].end <= cue)
    distance = cue - argument.pieces[0].end;
  sink.add(1, place);
  sink.add(2, place, lemma);
  sink.add(3, place, after, key(word.upos));
  sink.add(4, place, frames);
  sink.add(5, place, stance);
  sink.add(6, place, mark);
  sink.add(7, place, mark, lemma);
  sink.add(8, place, pos, xpos);
  sink.add(9, place, head_lemma);
  sink.add(10, place, in_marks, after);
  sink.add(11, place, around);
  sink.add(12, place, passive, lemma);
  sink.add(13, place, word.xpos, after);
  sink.add(14, place, bucket(distance), after);
  sink.add(15, place, bucket(size));
  sink.add(16, place, who, frames);
  sink.add(17, place, clausal, mark);
  sink.add(18, place, link);
  sink.add(19, place, link, after);
  sink.add(20, place, around, passive);
  sink.add(21, place, frames, mark);
  sink.add(22, head_lemma, key(argument.place));
  sink.add(23, place, mark, pos);
  sink.add(24, place, who, passive);
  sink.add(25, place, word.xpos, link);
  sink.add(26, place, in_marks, lemma);
  sink.add(27, place, around, lemma);
  if (head != none) {
    const WordCluster& kind = scene.cluster(head);
    sink.add(32, place, kind.fine);
    sink.add(33, place, kind.coarse, frames);
    sink.add(34, place, kind.broad, mark);
  }
  const WordCluster& sense = scene.cluster(cue);
  sink.add(35, place, sense.fine, mark);
  sink.add(36, place, sense.coarse, around);
  if (argument.quote != none) {
    const QuotedStretch& stretch = scene.quotes[argument.quote];
    sink.add(28, place, std::min<std::uint64_t>(stretch.words, 4), after);
    sink.add(29, place, stretch.words >= 4, around);
    const std::uint32_t top = top_of(scene, scene.quote_tokens[argument.quote]);
    if (top != none) {
      const std::uint32_t above = scene.token(top).head;
      const std::uint64_t relation = key(scene.token(top).deprel);
      const std::uint64_t tie = above == cue ? 1 : above == none ? 2 : scene.subtree[cue].contains(above) ? 3 : 4;
      sink.add(37, place, relation, tie);
      sink.add(38, place, tie, after);
      sink.add(39, place, tie, lemma);
      if (above != none && above != cue) sink.add(40, place, scene.lemma_key(above), tie);
    }
    sink.add(41, place, stretch.closed, stretch.single);
  }
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (i == which || arguments[i].place >= Place::rest) continue;
    sink.add(30, place, argument_key(scene, arguments[i]));
    if (arguments[i].place == Place::quote && quoted(scene, arguments[i].pieces)) sink.add(31, place, after);
  }
}

void cue_features(const Scene& scene, const CueCandidate& candidate, std::uint32_t sentence,
                  const std::vector<Argument>& arguments, const std::vector<JudgedArgument>& judged,
                  std::vector<std::uint64_t>& out) {
  Sink sink(out);
  const std::uint32_t cue = candidate.token;
  const Token& word = scene.token(cue);
  const Sentence& place = scene.syntax.sentences[sentence];
  const std::uint64_t lemma = scene.lemma_key(cue) + static_cast<std::uint64_t>(word.upos);
  const std::uint64_t frames = candidate.cue ? candidate.cue->frames + 1u : 0;
  const std::uint64_t stance = candidate.cue ? static_cast<std::uint64_t>(candidate.cue->stance) + 1 : 0;
  const std::uint64_t around = siblings(scene, cue);
  const std::uint64_t link = key(word.deprel);
  const std::uint64_t passive = scene.is_passive(cue);
  const std::uint64_t in_marks = scene.quote_of[cue] != none;
  const std::uint64_t help = auxiliaries(scene, cue);
  const std::uint64_t above = word.head == none ? 0 : scene.lemma_key(word.head);
  const std::uint64_t above_pos = word.head == none ? 0 : key(scene.token(word.head).upos);
  const std::uint64_t next = cue + 1 < place.end ? scene.lemma_key(cue + 1) : 0;
  const std::uint64_t before = cue > place.begin ? scene.lemma_key(cue - 1) : 0;
  std::uint64_t source = 0, content = 0, who = 0, content_marks = 0, content_mark = 0, content_head = 0;
  std::uint32_t best_source = none, best_content = none;
  float source_best = -1e9f, content_best = -1e9f;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (judged[i].source_score > source_best) {
      source_best = judged[i].source_score;
      source = argument_key(scene, arguments[i]);
      who = noun_class(scene, arguments[i].head);
      best_source = arguments[i].head;
    }
    if (judged[i].content_score > content_best) {
      content_best = judged[i].content_score;
      content = argument_key(scene, arguments[i]);
      content_marks = quoted(scene, arguments[i].pieces);
      best_content = arguments[i].head;
      content_mark = marker(scene, arguments[i].head);
      content_head = arguments[i].head == none ? 0 : scene.lemma_key(arguments[i].head);
    }
  }
  const auto level = [](float score) {
    return static_cast<std::uint64_t>(score < -4      ? 0
                                      : score < -2    ? 1
                                      : score < -0.5f ? 2
                                      : score < 0.5f  ? 3
                                      : score < 2     ? 4
                                      : score < 4     ? 5
                                                      : 6);
  };
  const std::uint64_t found = level(content_best), speaker = level(source_best);
  sink.add(101, lemma);
  sink.add(102, lemma, around);
  sink.add(103, key(word.upos), around);
  sink.add(104, frames, stance);
  sink.add(105, frames, around);
  sink.add(106, lemma, word.xpos);
  sink.add(107, link, key(word.upos));
  sink.add(108, lemma, link);
  sink.add(109, link, around);
  sink.add(110, above, link);
  sink.add(111, lemma, next);
  sink.add(112, next, key(word.upos));
  sink.add(113, lemma, before);
  sink.add(114, before, key(word.upos));
  sink.add(115, in_marks, key(word.upos));
  sink.add(116, lemma, in_marks);
  sink.add(117, help);
  sink.add(118, help, lemma);
  sink.add(119, passive, lemma);
  sink.add(120, found, speaker);
  sink.add(121, content, found);
  sink.add(122, source, speaker);
  sink.add(123, lemma, content);
  sink.add(124, lemma, source);
  sink.add(125, who, lemma);
  sink.add(126, who, stance);
  sink.add(127, who, found);
  sink.add(128, content_marks, found);
  sink.add(129, content_marks, lemma);
  sink.add(130, content_mark, lemma);
  sink.add(131, content_mark, content, stance);
  sink.add(132, content_head, lemma);
  sink.add(133, frames, content);
  sink.add(134, stance, content, source);
  sink.add(135, content, source);
  sink.add(136, lemma, found, speaker);
  sink.add(137, above_pos, link, found);
  sink.add(138, place.begin == 0, key(word.upos));
  sink.add(139, content_marks, content, source);
  sink.add(140, word.xpos, link, content);
  sink.add(141, stance, found, speaker);
  const WordCluster& sense = scene.cluster(cue);
  sink.add(150, sense.fine, key(word.upos));
  sink.add(151, sense.coarse, around, key(word.upos));
  sink.add(152, sense.fine, content);
  sink.add(153, sense.coarse, found, speaker);
  if (best_source != none) {
    sink.add(154, scene.cluster(best_source).fine, stance);
    sink.add(155, scene.cluster(best_source).coarse, lemma);
    sink.add(156, scene.cluster(best_source).broad, sense.coarse, speaker);
  }
  if (best_content != none) {
    sink.add(157, scene.cluster(best_content).fine, stance);
    sink.add(158, scene.cluster(best_content).coarse, lemma);
  }
  if (candidate.colon) {
    const std::uint32_t size = cue - place.begin;
    const bool opens = place.begin == 0 || scene.syntax.sentences[sentence - 1].block != place.block;
    sink.add(160, bucket(size), opens);
    sink.add(161, place.begin == 0);
    std::uint64_t shape = 0;
    for (std::uint32_t t = place.begin; t < cue; ++t) shape = combine(shape, scene.token(t).xpos);
    sink.add(162, shape, opens);
    sink.add(163, scene.token(cue - 1).xpos, cue + 1 < place.end && scene.quote_of[cue + 1] != none);
    sink.add(164, scene.lemma_key(cue - 1));
    sink.add(165, scene.cluster(cue - 1).fine);
  }
  // the nearest cue above in the sentence, in whose content this one may lie
  std::uint32_t at = word.head;
  for (int steps = 1; at != none && steps < 8; ++steps, at = scene.token(at).head) {
    if (scene.token(at).upos != Upos::VERB) continue;
    sink.add(142, scene.lemma_key(at), static_cast<std::uint64_t>(std::min(steps, 3)));
    sink.add(143, scene.lemma_key(at), link);
    break;
  }
  for (const std::uint32_t child : scene.children(cue)) {
    sink.add(144, key(scene.token(child).deprel), key(word.upos));
    sink.add(145, key(scene.token(child).deprel), lemma);
    if (scene.token(child).deprel == Deprel::obj || scene.token(child).deprel == Deprel::obl) {
      sink.add(146, scene.lemma_key(child), key(scene.token(child).deprel));
      sink.add(147, lemma, marker(scene, child));
    }
    if (scene.token(child).deprel == Deprel::nsubj) sink.add(148, scene.lemma_key(child));
    if (scene.token(child).deprel == Deprel::advmod) sink.add(149, scene.lemma_key(child));
  }
}

}  // namespace dragoman
