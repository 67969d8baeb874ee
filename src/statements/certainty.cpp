#include "statements/certainty.h"

#include <algorithm>

namespace dragoman {
namespace {

bool is_modal(CertaintyWord word) { return word >= CertaintyWord::modal_will && word <= CertaintyWord::future_aux; }

// The tables' kinds of the words of one document, looked up once a lemma.
class Words {
 public:
  Words(const Scene& scene, const CertaintyTables& tables) : scene_(scene) {
    for (const std::string& lemma : scene.syntax.lemmas) kinds_.push_back(tables.word(lemma));
  }
  CertaintyWord of(std::uint32_t token) const { return kinds_[scene_.token(token).lemma]; }
  std::vector<CertaintyWord> take() { return std::move(kinds_); }

 private:
  const Scene& scene_;
  std::vector<CertaintyWord> kinds_;
};

bool may_be_event(Upos upos) {
  return upos == Upos::VERB || upos == Upos::NOUN || upos == Upos::ADJ || upos == Upos::AUX || upos == Upos::PROPN;
}

Complement complement_of(const Scene& scene, std::uint32_t token) {
  switch (scene.token(token).deprel) {
    case Deprel::obj:
    case Deprel::nsubj_pass:
    case Deprel::iobj:
    case Deprel::nmod:
    case Deprel::obl:
      return Complement::obj;
    case Deprel::ccomp:
    case Deprel::parataxis:
    case Deprel::csubj:
      return Complement::clause;
    default:
      return Complement::inf;
  }
}

bool passes_effect(Deprel deprel) {
  switch (deprel) {
    case Deprel::xcomp:
    case Deprel::ccomp:
    case Deprel::acl:
    case Deprel::obj:
    case Deprel::nsubj_pass:
    case Deprel::csubj:
    case Deprel::advcl:
    case Deprel::obl:
    case Deprel::nmod:
      return true;
    default:
      return false;
  }
}

// An infinitive with "to".
bool is_infinitive(const Scene& scene, std::uint32_t token) {
  for (const std::uint32_t child : scene.children(token))
    if (scene.token(child).deprel == Deprel::mark && scene.token(child).upos == Upos::PART) return true;
  return false;
}

// Applies what the governor's own outcome makes of its effect.
Outcome apply(const Effect& effect, Outcome governor) {
  if (governor == Outcome::did_not) return effect.denied;
  if (governor == Outcome::did) return effect.asserted == Outcome::same ? Outcome::did : effect.asserted;
  return effect.asserted == Outcome::did_not ? Outcome::did_not : governor;
}

class Teller {
 public:
  Teller(const Scene& scene, const CertaintyTables& tables) : scene_(scene), tables_(tables), words_(scene, tables) {}

  Telling run() {
    told_.resize(scene_.syntax.tokens.size());
    std::vector<std::uint32_t> open;
    for (const Sentence& sentence : scene_.syntax.sentences) {
      for (std::uint32_t t = sentence.begin; t < sentence.end; ++t)
        if (scene_.token(t).head == none) open.push_back(t);
      while (!open.empty()) {  // parents before children
        const std::uint32_t at = open.back();
        open.pop_back();
        if (may_be_event(scene_.token(at).upos) || scene_.token(at).upos == Upos::PRON) tell(at);
        for (const std::uint32_t child : scene_.children(at)) open.push_back(child);
      }
    }
    return {std::move(told_), words_.take()};
  }

 private:
  void tell(std::uint32_t token) {
    Told& now = told_[token];
    const std::uint32_t head = scene_.token(token).head;
    now.governed = head == none ? Outcome::did : from_governor(token, head);
    own_words(token);
    if (now.modal == CertaintyWord::nothing && !now.negated && scene_.token(token).deprel == Deprel::conj &&
        head != none && scene_.subject(token) == none) {
      now.modal = told_[head].modal;
      now.conditional = now.conditional || told_[head].conditional;
      now.governed = told_[head].outcome;
    }
    now.outcome = judge(now);
  }

  Outcome from_governor(std::uint32_t token, std::uint32_t head) {
    const Token& word = scene_.token(token);
    const Told& above = told_[head];
    if (word.deprel == Deprel::conj) return above.governed;
    if (!passes_effect(word.deprel)) return Outcome::did;
    if (const Effect* effect = effect_with_preposition(token, head)) {
      told_[token].effect = effect;
      return apply(*effect, above.outcome);
    }
    const Complement complement = complement_of(scene_, token);
    const Effect* effect = tables_.effect(scene_.syntax.lemma(head), scene_.token(head).upos, complement);
    const bool noun = complement == Complement::obj;
    if (effect && (!noun || word.deprel != Deprel::nmod || scene_.token(head).upos == Upos::NOUN)) {
      told_[token].effect = effect;
      return apply(*effect, above.outcome);
    }
    if (is_infinitive(scene_, token) && has_withholder(head)) return Outcome::did_not;
    if (is_infinitive(scene_, token)) {  // a purpose, or what somebody is able or free to do
      if (word.deprel == Deprel::advcl || word.deprel == Deprel::acl || word.deprel == Deprel::csubj)
        return Outcome::open;
      return above.outcome;
    }
    if (word.deprel == Deprel::obj || word.deprel == Deprel::xcomp || word.deprel == Deprel::nsubj_pass)
      return above.outcome;
    return Outcome::did;
  }

  // "decide against leaving", "keep them from leaving": the governor with its preposition; in the second the tree
  // often hangs the verb to the object.
  const Effect* effect_with_preposition(std::uint32_t token, std::uint32_t head) {
    std::uint32_t marker = none;
    for (const std::uint32_t child : scene_.children(token)) {
      const Token& word = scene_.token(child);
      if ((word.deprel == Deprel::mark || word.deprel == Deprel::case_) && word.upos != Upos::PART) marker = child;
    }
    if (marker == none) return nullptr;
    for (int steps = 0; steps < 2 && head != none; ++steps, head = scene_.token(head).head) {
      both_.assign(scene_.syntax.lemma(head)).append(" ").append(scene_.syntax.lemma(marker));
      if (const Effect* effect = tables_.effect(both_, scene_.token(head).upos, Complement::any)) return effect;
      if (scene_.token(token).deprel != Deprel::acl) break;
    }
    return nullptr;
  }

  // "too afraid to stay", "yet to be found".
  bool has_withholder(std::uint32_t head) const {
    for (const std::uint32_t child : scene_.children(head))
      if (scene_.token(child).deprel == Deprel::advmod && words_.of(child) == CertaintyWord::withholder) return true;
    return false;
  }

  // "Nobody saw", "no weapon was found", "reached no agreement": a negated subject or object negates the verb.
  bool has_negator(std::uint32_t argument) const {
    if (words_.of(argument) == CertaintyWord::negator) return true;
    for (const std::uint32_t child : scene_.children(argument)) {
      const Deprel link = scene_.token(child).deprel;
      if ((link == Deprel::det || link == Deprel::cc_preconj) && words_.of(child) == CertaintyWord::negator)
        return true;
    }
    return false;
  }

  void own_words(std::uint32_t token) {
    Told& now = told_[token];
    for (const std::uint32_t child : scene_.children(token)) {
      const Token& word = scene_.token(child);
      const CertaintyWord kind = words_.of(child);
      if (kind == CertaintyWord::negator &&
          (word.deprel == Deprel::advmod || word.deprel == Deprel::det || word.deprel == Deprel::case_ ||
           word.deprel == Deprel::mark || word.deprel == Deprel::nsubj || word.deprel == Deprel::obj ||
           word.deprel == Deprel::cc_preconj))
        now.negated = true;
      if ((word.deprel == Deprel::nsubj || word.deprel == Deprel::nsubj_pass || word.deprel == Deprel::obj) &&
          scene_.token(token).upos != Upos::NOUN && has_negator(child))
        now.negated = true;
      if (word.deprel == Deprel::aux && is_modal(kind)) now.modal = kind;
      if (word.deprel == Deprel::mark && kind == CertaintyWord::condition) now.conditional = true;
      if (word.deprel == Deprel::case_ && kind == CertaintyWord::instead) now.negated = true;
      if (word.deprel == Deprel::amod || word.deprel == Deprel::advmod) {
        if (kind == CertaintyWord::failed || kind == CertaintyWord::almost)
          now.negated = now.negated || kind == CertaintyWord::failed;
        if (kind == CertaintyWord::planned) now.governed = Outcome::future;
        if (kind == CertaintyWord::possibly && now.governed == Outcome::did) now.governed = Outcome::open;
      }
    }
  }

  static Outcome judge(const Told& now) {
    Outcome outcome = now.governed;
    if (now.conditional) outcome = Outcome::open;
    switch (now.modal) {
      case CertaintyWord::modal_will:
      case CertaintyWord::future_aux:
        if (outcome == Outcome::did) outcome = Outcome::future;
        break;
      case CertaintyWord::nothing:
        break;
      default:
        outcome = outcome == Outcome::did_not ? outcome : Outcome::open;
    }
    if (now.negated)
      outcome = outcome == Outcome::did_not ? Outcome::did
                : outcome == Outcome::open  ? Outcome::open
                                            : Outcome::did_not;
    return outcome;
  }

  const Scene& scene_;
  const CertaintyTables& tables_;
  Words words_;
  std::vector<Told> told_;
  std::string both_;
};

Factuality status_from(const Told& told) {
  switch (told.outcome) {
    case Outcome::did_not:
      return Factuality::negated;
    case Outcome::future:
      return Factuality::future;
    case Outcome::open:
      return Factuality::hypothetical;
    default:
      return Factuality::actual;
  }
}

}  // namespace

float certainty_of(float regressed) {
  constexpr float did_not_below = -0.2f, did_above = 1.5f;
  float value;
  if (regressed <= did_not_below)
    value = -1 + (regressed - did_not_below) * 2 / (3 + did_not_below);
  else if (regressed < did_above)
    value = -0.99f + (regressed - did_not_below) * 1.98f / (did_above - did_not_below);
  else
    value = 1 + (regressed - did_above) * 2 / (3 - did_above);
  return std::clamp(value, -3.0f, 3.0f);
}

Telling tell(const Scene& scene, const CertaintyTables& tables) { return Teller(scene, tables).run(); }

Result<CertaintyReader> CertaintyReader::load(const std::string& data_folder,
                                              const std::vector<std::string>& overlays) {
  auto tables = CertaintyTables::load(data_folder, overlays);
  if (!tables) return tl::unexpected(tables.error());
  auto model = LinearModel::load(data_folder + "/models/en.statements.certainty.model", certainty_fingerprint);
  if (!model) return tl::unexpected(model.error());
  if (model->classes() != 1)
    return fail(FailureCode::bad_model, data_folder + "/models", "the model of certainty has other classes",
                "make it again with train_certainty");
  return CertaintyReader(std::move(*tables), std::move(*model));
}

void CertaintyReader::read(const Scene& scene, Statements& out) const {
  const Telling telling = tell(scene, tables_);
  const std::vector<Told>& told = telling.told;
  out.certainty.assign(told.size(), 3.0f);
  out.status.assign(told.size(), Factuality::actual);
  std::vector<std::uint64_t> features;
  for (std::uint32_t t = 0; t < told.size(); ++t) {
    if (!may_be_event(scene.token(t).upos)) continue;
    out.status[t] = status_from(told[t]);
    certainty_features(scene, telling, t, features);
    for (const std::uint64_t feature : features) model_.prefetch(feature);
    float value = 0;
    for (const std::uint64_t feature : features) model_.add(feature, &value);
    out.certainty[t] = certainty_of(value);
  }
}

}  // namespace dragoman
