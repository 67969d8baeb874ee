#include "events/features.h"

#include <algorithm>

#include "base/hash.h"

namespace dragoman::events {
namespace {

std::uint64_t name(std::string_view text) { return hash_of(text); }

// Collects features under numbered templates.
struct Collector {
  Features& out;
  void add(std::uint64_t kind, std::uint64_t a) { out.push_back(combine(kind, a)); }
  void add(std::uint64_t kind, std::uint64_t a, std::uint64_t b) { out.push_back(combine(combine(kind, a), b)); }
  void add(std::uint64_t kind, std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    out.push_back(combine(combine(combine(kind, a), b), c));
  }
};

std::uint64_t relation_of(const Tree& tree, Word word) { return static_cast<std::uint64_t>(tree.relation(word)) + 1; }

std::uint64_t preposition_of(const Tree& tree, Word word) {
  const Word p = tree.preposition(word);
  return p == none ? 0 : tree.lemma_hash(p);
}

std::uint64_t sector_of(const Tree& tree, Word word) {
  const Entity* entity = tree.entity_at(word);
  if (!entity) return word != none && tree.mention_at(word) != none ? 2 : 1;
  return combine(name(entity->sector), static_cast<std::uint64_t>(entity->kind));
}

std::uint64_t tense_of(const Tree& tree, Word word) {
  std::uint64_t tense = name(tree.xpos(word));
  for (const Word c : tree.children(word))
    if (tree.relation(c) == Deprel::aux || tree.relation(c) == Deprel::aux_pass || tree.relation(c) == Deprel::cop ||
        tree.relation(c) == Deprel::mark)
      tense = combine(tense, tree.lemma_hash(c));
  return tense;
}

std::uint64_t certainty_bin(const Scene& scene, Word word) {
  return static_cast<std::uint64_t>(static_cast<int>((scene.certainty(word) + 3.5f)) + 1);
}

enum Kind : std::uint64_t {
  bias = 1,
  own_lemma,
  own_lemma_upos,
  own_lemma_xpos,
  own_prefix,
  own_suffix,
  own_upos,
  own_xpos,
  own_relation,
  own_tense,
  child_lemma,
  child_own,
  child_relation,
  head_lemma,
  head_own,
  head_tense,
  head_upper,
  frame_type,
  frame_type_upos,
  frame_id,
  frame_only,
  frame_none,
  frame_above,
  frame_below,
  frame_pair,
  subject_sector,
  object_sector,
  sector_pair,
  subject_own,
  object_own,
  subject_lemma,
  object_lemma,
  near_lemma,
  near_own,
  bag,
  said,
  sure,
  frame_sector,
  grand_lemma,
  case_lemma,
  subject_type,
  frame_negated,
  many_frames,
  side_frames,
  own_subtree,
  own_fine,
  own_coarse,
  own_broad,
  child_cluster,
  head_cluster,
  subject_cluster,
  object_cluster,
  bag_cluster,
  near_cluster,
  coarse_tense,
  role_base = 1000,
  path,
  path_type,
  path_lemma,
  path_sector,
  proposal_role,
  proposal_type,
  party_sector,
  party_sector_type,
  party_lemma,
  party_lemma_type,
  order,
  distance,
  hint,
  hint_type,
  hint_lemma,
  party_relation,
  party_case,
  party_case_type,
  party_form,
  speaker,
  party_head,
  nth,
  sector_lemma,
  path_short,
  hint_sector,
  country_known,
  party_head_type,
  case_lemma_role,
  rank_side,
  between_parties,
  trigger_cluster_path,
  party_cluster,
  party_cluster_path,
  hint_cluster,
  mode_base = 2000,
  mode_cue,
  mode_lemma,
  mode_type,
  mode_child,
  mode_head,
  mode_frame,
  mode_bag,
  mode_sector,
  mode_cluster,
  mode_child_cluster,
  status_base = 3000,
  status_tense,
  status_head,
  status_child,
  status_sure,
  status_near,
  status_type,
  status_bag,
  status_timex
};

void add_frames(const Scene& scene, Word word, Collector& to) {
  const auto matches = scene.matches(word);
  const std::uint64_t upos = static_cast<std::uint64_t>(scene.tree.token(word).upos);
  if (matches.empty()) return to.add(frame_none, upos);
  std::vector<std::uint32_t> types;
  for (const FrameMatch& m : matches) {
    const std::uint32_t type = scene.book.frames[m.frame].type;
    to.add(frame_id, name(scene.book.frames[m.frame].id), scene.type_hashes[type]);
    to.add(frame_type_upos, scene.type_hashes[type], upos, m.constrained + 2 * (m.words > 1));
    if (std::find(types.begin(), types.end(), type) == types.end()) types.push_back(type);
  }
  std::uint64_t all = 7;
  for (const std::uint32_t type : types) {
    to.add(frame_type, scene.type_hashes[type]);
    to.add(frame_type, scene.type_hashes[type], relation_of(scene.tree, word));
    to.add(frame_negated, scene.type_hashes[type], tense_of(scene.tree, word));
    to.add(frame_sector, scene.type_hashes[type], sector_of(scene.tree, scene.tree.subject(word)));
    all = combine(all, type);
  }
  to.add(many_frames, types.size());
  if (types.size() == 1)
    to.add(frame_only, scene.type_hashes[types[0]], upos);
  else
    to.add(frame_pair, all);
}

void add_neighbour_frames(const Scene& scene, Word other, Kind kind, std::uint64_t relation, Collector& to) {
  std::uint32_t last = none;
  for (const FrameMatch& m : scene.matches(other)) {
    const std::uint32_t type = scene.book.frames[m.frame].type;
    if (type == last) continue;
    last = type;
    to.add(kind, scene.type_hashes[type], relation);
  }
}

std::uint64_t affix(std::string_view text, std::size_t size, bool front) {
  if (text.size() <= size) return 0;
  return name(front ? text.substr(0, size) : text.substr(text.size() - size));
}

}  // namespace

void add_type_features(const Scene& scene, Word word, TypeFeatures& out) {
  const Tree& tree = scene.tree;
  const Token& token = tree.token(word);
  const std::uint64_t lemma = tree.lemma_hash(word), upos = static_cast<std::uint64_t>(token.upos);
  const std::uint64_t relation = relation_of(tree, word);
  const Word subject = tree.subject(word), object = tree.object(word);
  out.all.clear();
  Collector to{out.all};
  to.add(own_lemma, lemma);
  to.add(own_lemma_upos, lemma, upos);
  to.add(own_lemma_xpos, lemma, token.xpos);
  to.add(own_relation, lemma, relation);
  to.add(own_prefix, affix(tree.lemma(word), 4, true));
  to.add(own_prefix, affix(tree.lemma(word), 5, true), 5);
  to.add(subject_own, lemma, sector_of(tree, subject));
  to.add(object_own, lemma, sector_of(tree, object));
  to.add(own_tense, lemma, tense_of(tree, word));
  to.add(case_lemma, lemma, preposition_of(tree, word));
  for (const Word c : tree.children(word)) {
    if (tree.relation(c) == Deprel::punct) continue;
    to.add(child_own, lemma, relation_of(tree, c), preposition_of(tree, c));
    to.add(child_own, lemma, relation_of(tree, c), tree.lemma_hash(c) ^ 1);
  }
  const Word head = tree.head(word);
  if (head != none) to.add(head_own, lemma, tree.lemma_hash(head), relation);
  out.lexical = out.all.size();

  to.add(bias, 0);
  const WordCluster cluster = scene.cluster(word);
  to.add(own_fine, cluster.fine, upos);
  to.add(own_coarse, cluster.coarse, upos);
  to.add(own_broad, cluster.broad, upos);
  to.add(coarse_tense, cluster.fine, tense_of(tree, word));
  to.add(coarse_tense, cluster.fine, sector_of(tree, subject), 1);
  to.add(coarse_tense, cluster.fine, sector_of(tree, object), 2);
  if (subject != none) to.add(subject_cluster, scene.cluster(subject).coarse, cluster.coarse);
  if (object != none) {
    to.add(object_cluster, scene.cluster(object).coarse, cluster.coarse);
    to.add(object_cluster, scene.cluster(object).fine);
    to.add(object_cluster, scene.cluster(object).fine, lemma);
  }
  to.add(own_suffix, affix(tree.lemma(word), 3, false));
  to.add(own_upos, upos, relation);
  to.add(own_xpos, token.xpos, tense_of(tree, word));
  for (const Word c : tree.children(word)) {
    if (tree.relation(c) == Deprel::punct) continue;
    to.add(child_lemma, relation_of(tree, c), tree.lemma_hash(c));
    to.add(child_relation, relation_of(tree, c), preposition_of(tree, c), upos);
    to.add(child_cluster, relation_of(tree, c), scene.cluster(c).fine);
    to.add(child_cluster, relation_of(tree, c), scene.cluster(c).coarse, cluster.coarse);
    to.add(child_cluster, relation_of(tree, c), preposition_of(tree, c), cluster.fine);
    add_neighbour_frames(scene, c, frame_below, relation_of(tree, c), to);
  }
  if (head != none) {
    to.add(head_lemma, tree.lemma_hash(head), relation);
    to.add(head_lemma, tree.lemma_hash(head), relation, preposition_of(tree, word));
    to.add(head_tense, relation, tense_of(tree, head));
    to.add(head_cluster, scene.cluster(head).fine, relation);
    to.add(head_cluster, scene.cluster(head).coarse, cluster.coarse, relation);
    to.add(head_cluster, scene.cluster(head).fine, cluster.fine);
    add_neighbour_frames(scene, head, frame_above, relation, to);
    const Word upper = tree.head(head);
    if (upper != none) to.add(grand_lemma, tree.lemma_hash(upper), relation, relation_of(tree, head));
  }
  add_frames(scene, word, to);
  to.add(subject_sector, sector_of(tree, subject), upos);
  to.add(object_sector, sector_of(tree, object), upos);
  if (subject != none) to.add(subject_lemma, tree.lemma_hash(subject));
  if (object != none) to.add(object_lemma, tree.lemma_hash(object));
  const Sentence& sentence = tree.sentence(tree.sentence_of(word));
  for (int by : {-2, -1, 1, 2}) {
    const std::int64_t at = static_cast<std::int64_t>(word) + by;
    const bool inside = at >= sentence.begin && at < sentence.end;
    to.add(near_lemma, static_cast<std::uint64_t>(by + 5), inside ? tree.lemma_hash(static_cast<Word>(at)) : 0);
    if (inside) to.add(near_cluster, static_cast<std::uint64_t>(by + 5), scene.cluster(static_cast<Word>(at)).coarse);
  }
  for (Word w = sentence.begin; w < sentence.end; ++w) {
    if (w == word) continue;
    const Upos other = tree.token(w).upos;
    if (other != Upos::VERB && other != Upos::NOUN && other != Upos::ADJ) continue;
    to.add(bag, tree.lemma_hash(w));
    to.add(bag_cluster, scene.cluster(w).coarse);
  }
  to.add(said, scene.said_in(word) != none, upos);
  to.add(sure, certainty_bin(scene, word));
  to.add(own_subtree, scene.parties(tree.sentence_of(word)).size() > 1, upos);
}

namespace {

struct Path {
  std::uint64_t full = 0, without_conj = 0;
  std::uint32_t up = 0, down = 0;
};

Path path_between(const Tree& tree, Word from, Word to) {
  constexpr std::uint32_t longest = 8;
  Word up[longest + 1];
  std::uint32_t ups = 0;
  for (Word w = from; w != none && ups <= longest; w = tree.head(w)) up[ups++] = w;
  Word down[longest + 1];
  std::uint32_t downs = 0;
  Path path;
  for (Word w = to; w != none && downs <= longest; w = tree.head(w)) {
    const Word* meet = std::find(up, up + ups, w);
    if (meet != up + ups) {
      path.up = static_cast<std::uint32_t>(meet - up);
      path.down = downs;
      std::uint64_t full = 3, less = 3;
      for (std::uint32_t i = 0; i < path.up; ++i) {
        full = combine(full, relation_of(tree, up[i]));
        if (tree.relation(up[i]) != Deprel::conj) less = combine(less, relation_of(tree, up[i]));
      }
      full = combine(full, 77);
      less = combine(less, 77);
      for (std::uint32_t i = downs; i-- > 0;) {
        const std::uint64_t step = combine(relation_of(tree, down[i]), preposition_of(tree, down[i]));
        full = combine(full, step);
        if (tree.relation(down[i]) != Deprel::conj) less = combine(less, step);
      }
      path.full = full;
      path.without_conj = less;
      return path;
    }
    down[downs++] = w;
  }
  path.up = path.down = longest;
  return path;
}

bool within(const std::vector<Word>& words, Word word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// The first of the words that `word` is joined to.
Word first_conjunct(const Tree& tree, Word word) {
  for (int step = 0; step < 8 && tree.relation(word) == Deprel::conj && tree.head(word) != none; ++step)
    word = tree.head(word);
  return word;
}

std::uint64_t hint_of(const Scene& scene, Word trigger, Word party) {
  const Tree& tree = scene.tree;
  const Word first = first_conjunct(tree, party);
  std::uint64_t hint_bits = 0;
  if (tree.subject(trigger) == first) hint_bits |= 1;
  if (tree.object(trigger) == first) hint_bits |= 2;
  const Word head = tree.head(trigger);
  if (head != none && tree.is_verbal(head)) {
    if (tree.subject(head) == first) hint_bits |= 4;
    if (tree.object(head) == first) hint_bits |= 8;
  }
  if (tree.is_passive(trigger)) hint_bits |= 16;
  return hint_bits;
}

bool is_speaker(const Scene& scene, Word trigger, Word party) {
  const std::uint32_t statement = scene.said_in(trigger);
  if (statement == none) return false;
  const std::uint32_t mention = scene.statements.statements[statement].source_mention;
  return mention != none && scene.tree.mentions().mentions[mention].head == party;
}

}  // namespace

void add_role_features(const Scene& scene, Word trigger, std::uint64_t type, const RoleProposal& proposal, Word party,
                       Features& out) {
  const Tree& tree = scene.tree;
  out.clear();
  Collector to{out};
  const std::uint64_t lemma = combine(tree.lemma_hash(trigger), static_cast<std::uint64_t>(tree.token(trigger).upos));
  const std::uint64_t upos = static_cast<std::uint64_t>(tree.token(trigger).upos);
  const std::uint64_t passive = tree.is_passive(trigger);
  const std::uint64_t sector = sector_of(tree, party);
  const Word first = first_conjunct(tree, party);
  const Path way = path_between(tree, trigger, party);
  to.add(role_base, upos);
  to.add(role_base, type, upos);
  to.add(path, way.full, upos, passive);
  to.add(path, way.without_conj, upos, passive);
  to.add(path_type, way.without_conj, type, passive);
  to.add(path_lemma, way.without_conj, lemma, passive);
  to.add(path_sector, way.without_conj, sector, upos);
  const std::uint64_t trigger_cluster = scene.cluster(trigger).fine, party_kind = scene.cluster(party).coarse;
  to.add(trigger_cluster_path, way.without_conj, trigger_cluster, passive);
  to.add(party_cluster, party_kind, type);
  to.add(party_cluster_path, way.without_conj, party_kind, type);
  to.add(path_short, combine(way.up, way.down), upos);
  const std::uint64_t proposed = within(proposal.actors, party) ? 1 : within(proposal.recipients, party) ? 2 : 0;
  const std::uint64_t filled = (proposal.actors.empty() ? 0 : 1) + (proposal.recipients.empty() ? 0 : 2);
  to.add(proposal_role, proposed, filled);
  to.add(proposal_type, proposed, type);
  to.add(proposal_type, proposed, type, filled);
  to.add(sector_lemma, proposed, sector, type);
  to.add(party_sector, sector);
  to.add(party_sector_type, sector, type);
  to.add(party_lemma, tree.lemma_hash(party));
  to.add(party_lemma_type, tree.lemma_hash(party), type);
  const std::uint64_t before = party < trigger;
  const std::uint32_t gap = before ? trigger - party : party - trigger;
  const std::uint64_t near = gap <= 1 ? 1 : gap <= 3 ? 2 : gap <= 6 ? 3 : gap <= 12 ? 4 : 5;
  to.add(order, before, upos, type);
  to.add(distance, near, before, upos);
  const std::uint64_t hints = hint_of(scene, trigger, party);
  to.add(hint, hints, upos);
  to.add(hint_type, hints, type, upos);
  to.add(hint_lemma, hints, lemma);
  to.add(hint_cluster, hints, trigger_cluster, upos);
  to.add(hint_sector, hints, sector, type);
  const std::uint64_t relation = relation_of(tree, first), with = preposition_of(tree, first);
  to.add(party_relation, relation, before, type);
  to.add(party_relation, relation_of(tree, party), party != first, near);
  to.add(party_case, with, relation, tree.head(first) == trigger);
  to.add(party_case_type, with, type, tree.head(first) == trigger);
  to.add(case_lemma_role, with, lemma, tree.head(first) == trigger);
  const Mention& mention = tree.mentions().mentions[tree.mention_at(party)];
  to.add(party_form, static_cast<std::uint64_t>(mention.form), relation, near);
  const Entity* entity = tree.entity_at(party);
  to.add(country_known, entity && !entity->country.empty(), relation);
  to.add(speaker, is_speaker(scene, trigger, party), type);
  if (tree.head(first) != none) {
    to.add(party_head, tree.lemma_hash(tree.head(first)), relation);
    to.add(party_head_type, tree.lemma_hash(tree.head(first)), relation, type);
  }
  const auto parties = scene.parties(tree.sentence_of(trigger));
  std::uint64_t between = 0, rank = 0;
  for (const Word other : parties) {
    if (other != party && std::min(trigger, party) < other && other < std::max(trigger, party)) ++between;
    if (other < party) ++rank;
  }
  to.add(nth, std::min<std::uint64_t>(rank, 3), before, type);
  to.add(rank_side, std::min<std::uint64_t>(between, 3), before, upos);
  to.add(between_parties, std::min<std::uint64_t>(between, 2), before, type);
}

void add_mode_features(const Scene& scene, Word trigger, std::uint64_t type, std::string_view cue_mode, Features& out) {
  const Tree& tree = scene.tree;
  out.clear();
  Collector to{out};
  const std::uint64_t lemma = tree.lemma_hash(trigger);
  to.add(mode_type, type);
  to.add(mode_cue, name(cue_mode), type);
  to.add(mode_lemma, lemma, type);
  to.add(mode_lemma, affix(tree.lemma(trigger), 4, true), type);
  to.add(mode_cluster, scene.cluster(trigger).fine, type);
  for (const Word c : tree.children(trigger)) {
    if (tree.relation(c) == Deprel::punct) continue;
    to.add(mode_child, tree.lemma_hash(c), type);
    to.add(mode_child, tree.lemma_hash(c), relation_of(tree, c), type);
    to.add(mode_child_cluster, scene.cluster(c).fine, type);
    for (const Word below : tree.children(c))
      if (tree.relation(below) != Deprel::punct) to.add(mode_child, tree.lemma_hash(below), type);
  }
  if (const Word head = tree.head(trigger); head != none)
    to.add(mode_head, tree.lemma_hash(head), relation_of(tree, trigger), type);
  for (const FrameMatch& m : scene.matches(trigger)) {
    const Frame& frame = scene.book.frames[m.frame];
    if (scene.type_hashes[frame.type] == type) to.add(mode_frame, name(frame.mode), type);
  }
  const Sentence& sentence = tree.sentence(tree.sentence_of(trigger));
  for (Word w = sentence.begin; w < sentence.end; ++w) {
    const Upos other = tree.token(w).upos;
    if (other == Upos::VERB || other == Upos::NOUN || other == Upos::ADJ) to.add(mode_bag, tree.lemma_hash(w), type);
  }
  to.add(mode_sector, sector_of(tree, tree.subject(trigger)), type);
}

void add_status_features(const Scene& scene, Word trigger, std::uint64_t type, Features& out) {
  const Tree& tree = scene.tree;
  out.clear();
  Collector to{out};
  to.add(status_type, type);
  to.add(status_tense, tense_of(tree, trigger));
  to.add(status_tense, tense_of(tree, trigger), type);
  to.add(status_sure, certainty_bin(scene, trigger));
  to.add(status_sure, certainty_bin(scene, trigger), type);
  for (const Word c : tree.children(trigger)) to.add(status_child, tree.lemma_hash(c), relation_of(tree, c));
  Word head = tree.head(trigger);
  std::uint64_t way = relation_of(tree, trigger);
  for (int step = 0; step < 2 && head != none; ++step, head = tree.head(head)) {
    to.add(status_head, tree.lemma_hash(head), way);
    to.add(status_head, tense_of(tree, head), way);
    for (const Word c : tree.children(head))
      if (tree.relation(c) == Deprel::advmod) to.add(status_head, tree.lemma_hash(c), way, 1);
    way = combine(way, relation_of(tree, head));
  }
  const Sentence& sentence = tree.sentence(tree.sentence_of(trigger));
  for (Word w = sentence.begin; w < sentence.end; ++w) {
    const Upos upos = tree.token(w).upos;
    if (upos != Upos::PUNCT && upos != Upos::DET && upos != Upos::PROPN) to.add(status_bag, tree.lemma_hash(w));
    if (upos == Upos::NUM && tree.text(w).size() == 4) to.add(status_timex, 4);
  }
}

}  // namespace dragoman::events
