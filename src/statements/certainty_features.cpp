// What the model of certainty looks at.
#include <algorithm>

#include "base/hash.h"
#include "statements/certainty.h"

namespace dragoman {
namespace {

class Sink {
 public:
  explicit Sink(std::vector<std::uint64_t>& out) : out_(out) { out_.clear(); }
  void add(std::uint64_t kind, std::uint64_t a, std::uint64_t b = 0, std::uint64_t c = 0) {
    out_.push_back(combine(combine(kind, a), combine(b, c)));
  }

 private:
  std::vector<std::uint64_t>& out_;
};

template <class Enum>
std::uint64_t key(Enum value) {
  return static_cast<std::uint64_t>(value) + 1;
}

std::uint64_t effect_key(const Effect* effect) { return effect ? key(effect->asserted) * 8 + key(effect->denied) : 0; }

}  // namespace

void certainty_features(const Scene& scene, const Telling& telling, std::uint32_t token,
                        std::vector<std::uint64_t>& out) {
  const std::vector<Told>& told = telling.told;
  const auto kind_of = [&](std::uint32_t id) { return telling.kinds[scene.token(id).lemma]; };
  Sink sink(out);
  const Token& word = scene.token(token);
  const Told& now = told[token];
  const std::uint64_t lemma = scene.lemma_key(token);
  const std::uint64_t upos = key(word.upos), link = key(word.deprel), xpos = word.xpos;
  const std::uint32_t head = word.head;
  const std::uint64_t outcome = key(now.outcome), modal = key(now.modal), effect = effect_key(now.effect);
  const std::uint64_t above = head == none ? 0 : scene.lemma_key(head);
  const std::uint64_t above_pos = head == none ? 0 : key(scene.token(head).upos);
  const std::uint64_t above_outcome = head == none ? 0 : key(told[head].outcome);
  const std::uint64_t above_modal = head == none ? 0 : key(told[head].modal);
  out.push_back(certainty_intercept);
  sink.add(1, outcome, upos);
  sink.add(2, outcome, modal, now.negated);
  sink.add(3, outcome, effect, now.negated);
  sink.add(4, effect, above_outcome, link);
  sink.add(5, modal, upos, now.negated);
  sink.add(6, lemma);
  sink.add(7, lemma, outcome);
  sink.add(8, xpos, link);
  sink.add(9, xpos, modal, now.negated);
  sink.add(10, above, link);
  sink.add(11, above, above_pos);
  sink.add(12, above, link, above_outcome);
  sink.add(13, above_outcome, link, upos);
  sink.add(14, above_modal, link, upos);
  sink.add(15, outcome, now.conditional);
  sink.add(16, link, outcome, above_outcome);
  sink.add(17, lemma, now.negated);
  const WordCluster& sense = scene.cluster(token);
  sink.add(37, sense.fine);
  sink.add(38, sense.coarse, outcome, link);
  if (head != none) {
    sink.add(39, scene.cluster(head).fine, link, now.negated);
    sink.add(40, scene.cluster(head).coarse, link, outcome);
    sink.add(41, scene.cluster(head).fine, above_outcome, link);
  }
  const std::uint32_t second = head == none ? none : scene.token(head).head;
  if (second != none) {
    sink.add(18, scene.lemma_key(second), key(scene.token(head).deprel), link);
    sink.add(19, key(told[second].outcome), key(scene.token(head).deprel), link);
    sink.add(20, above_outcome, key(told[second].outcome), link);
  }
  bool subject = false;
  for (const std::uint32_t child : scene.children(token)) {
    const Token& part = scene.token(child);
    const std::uint64_t part_lemma = scene.lemma_key(child), part_link = key(part.deprel);
    const std::uint64_t sense = key(kind_of(child));
    switch (part.deprel) {
      case Deprel::aux:
      case Deprel::aux_pass:
      case Deprel::cop:
      case Deprel::mark:
      case Deprel::case_:
      case Deprel::det:
      case Deprel::amod:
      case Deprel::advmod:
      case Deprel::cc:
        sink.add(21, part_lemma, part_link);
        sink.add(22, part_lemma, part_link, outcome);
        if (sense > 1) sink.add(23, sense, part_link, outcome);
        break;
      case Deprel::nsubj:
      case Deprel::nsubj_pass:
        subject = true;
        sink.add(24, part_lemma);
        sink.add(25, scene.child(child, Deprel::det) == none ? 0 : scene.lemma_key(scene.child(child, Deprel::det)),
                 part_link);
        break;
      case Deprel::obj:
        sink.add(26, scene.child(child, Deprel::det) == none ? 0 : scene.lemma_key(scene.child(child, Deprel::det)),
                 part_link);
        break;
      case Deprel::advcl:
        sink.add(27, key(told[child].conditional), outcome);
        break;
      default:
        break;
    }
    sink.add(28, part_link, upos);
  }
  sink.add(29, subject, outcome, link);
  const std::uint32_t number = scene.syntax.sentence_of(token);
  const Sentence& sentence = scene.syntax.sentences[number];
  const std::string_view last = sentence.end > sentence.begin ? scene.words(sentence.end - 1) : std::string_view();
  sink.add(30, last == "?", link);
  sink.add(31, last == "?", outcome);
  sink.add(32, scene.quote_of[token] != none, outcome);
  for (std::uint32_t back = 1; back <= 3; ++back) {
    if (token < sentence.begin + back) break;
    const std::uint64_t earlier = scene.lemma_key(token - back);
    sink.add(33, earlier, back);
    sink.add(34, earlier, back == 1, upos);
    const CertaintyWord sense = kind_of(token - back);
    if (sense != CertaintyWord::nothing) sink.add(35, key(sense), outcome);
  }
  for (std::uint32_t back = 4; back <= 6; ++back) {
    if (token < sentence.begin + back) break;
    const CertaintyWord sense = kind_of(token - back);
    if (sense != CertaintyWord::nothing) sink.add(42, key(sense), outcome);
  }
  // the way up to the root: what stands on it, and whether anything on it did not happen or is open
  std::uint64_t path = link;
  std::uint32_t worst = 0, steps = 0;
  bool conditional = now.conditional, negated = false;
  for (std::uint32_t at = head; at != none && steps < 8; at = scene.token(at).head, ++steps) {
    const Outcome there = told[at].outcome;
    if (there == Outcome::did_not)
      worst = std::max(worst, 3u);
    else if (there == Outcome::open)
      worst = std::max(worst, 2u);
    else if (there == Outcome::future)
      worst = std::max(worst, 1u);
    conditional = conditional || told[at].conditional;
    negated = negated || told[at].negated;
    if (steps < 2) {
      path = combine(path, key(scene.token(at).deprel));
      sink.add(43, path, outcome);
      sink.add(44, path, upos);
    }
    if (steps >= 2 && steps < 4) sink.add(45, scene.lemma_key(at), upos);
  }
  sink.add(46, worst, outcome, upos);
  sink.add(47, conditional, outcome);
  sink.add(48, negated, outcome, link);
  sink.add(49, worst, link);
  if (token + 1 < sentence.end) {
    sink.add(50, scene.lemma_key(token + 1), upos);
    sink.add(51, xpos, scene.token(token + 1).xpos);
  }
  if (token > sentence.begin) sink.add(52, xpos, scene.token(token - 1).xpos, outcome);
  if (token >= sentence.begin + 2) sink.add(36, scene.lemma_key(token - 1), scene.lemma_key(token - 2));
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

}  // namespace dragoman
