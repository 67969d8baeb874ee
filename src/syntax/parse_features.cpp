// The features of the tree parser. A new fingerprint in tree_parser.h when anything here changes.
#include <algorithm>

#include "syntax/tree_parser.h"

namespace dragoman {
namespace {

constexpr std::uint64_t no_word = 0x9d2c5680, root_word = 0xefc60000;

// What features see of a word of the state, or of a place that is empty.
struct Seen {
  std::uint64_t word = no_word, tag = 254, both = no_word;
  const ParseNode* node = nullptr;
};

const ParseNode empty_node;

Seen look(const ParseState& state, const TaggedWords& input, std::int32_t at) {
  if (at < 0) return {no_word, 254, no_word, &empty_node};
  const auto index = static_cast<std::size_t>(at);
  if (at == state.size) return {root_word, 253, root_word, &state.nodes[index]};
  const std::uint64_t word = input.words[index].word, tag = input.tags[index];
  return {word, tag, pair_of(word, tag), &state.nodes[index]};
}

std::uint64_t label_of(const ParseState& state, std::int32_t at) {
  return at < 0 ? 254 : state.nodes[static_cast<std::size_t>(at)].label;
}

std::uint64_t distance(std::int32_t from, std::int32_t to) {
  if (from < 0 || to < 0) return 0;
  const std::int32_t steps = to - from;
  return static_cast<std::uint64_t>(steps <= 5 ? steps : steps <= 10 ? 6 : 7);
}

}  // namespace

void move_features(const ParseState& state, const TaggedWords& input, FeatureList& out) {
  const std::int32_t at_s0 = state.stacked(0), at_s1 = state.stacked(1), at_s2 = state.stacked(2);
  const std::int32_t at_b0 = state.next;
  const Seen s0 = look(state, input, at_s0), s1 = look(state, input, at_s1), s2 = look(state, input, at_s2);
  const Seen b0 = look(state, input, at_b0), b1 = look(state, input, state.ahead(1)),
             b2 = look(state, input, state.ahead(2));
  const Seen s0l = look(state, input, s0.node->left), s0r = look(state, input, s0.node->right);
  const Seen s0l2 = look(state, input, s0.node->left2), s0r2 = look(state, input, s0.node->right2);
  const Seen s1l = look(state, input, s1.node->left), s1r = look(state, input, s1.node->right);
  const Seen s1r2 = look(state, input, s1.node->right2);
  const Seen b0l = look(state, input, b0.node->left), b0l2 = look(state, input, b0.node->left2);
  const std::uint64_t far0 = distance(at_s0, at_b0), far1 = distance(at_s1, at_s0);
  const std::uint64_t tags01 = pair_of(s0.tag, b0.tag), tags10 = pair_of(s1.tag, s0.tag);
  out.clear();
  std::uint64_t kind = 1;
  const auto add = [&](std::uint64_t value) { out.add(kind++, value); };

  for (const Seen* seen : {&s0, &s1, &s2, &b0, &b1, &b2}) {
    add(seen->word);
    add(seen->tag);
    add(seen->both);
  }
  // s0 with b0, and s1 with s0: the two pairs an arc may join.
  const auto add_pair = [&](const Seen& a, const Seen& b, std::uint64_t far) {
    const std::uint64_t tags = pair_of(a.tag, b.tag);
    add(pair_of(a.both, b.both));
    add(pair_of(a.both, b.word));
    add(pair_of(a.word, b.both));
    add(pair_of(a.both, b.tag));
    add(pair_of(a.tag, b.both));
    add(pair_of(a.word, b.word));
    add(tags);
    add(pair_of(tags, far));
    add(pair_of(pair_of(a.word, b.word), far));
    add(pair_of(a.word, far));
    add(pair_of(a.tag, far));
    add(pair_of(b.word, far));
    add(pair_of(b.tag, far));
  };
  add_pair(s0, b0, far0);
  add_pair(s1, s0, far1);
  add(pair_of(b0.tag, b1.tag));
  add(pair_of(b0.word, b1.word));
  add(pair_of(s1.word, b0.word));
  add(pair_of(s1.tag, b0.tag));
  add(pair_of(pair_of(b0.tag, b1.tag), b2.tag));
  add(pair_of(tags01, b1.tag));
  add(pair_of(tags10, b0.tag));
  add(pair_of(pair_of(s2.tag, s1.tag), s0.tag));
  add(pair_of(tags10, pair_of(b0.tag, b1.tag)));
  add(pair_of(s0.word, pair_of(s1.tag, b0.tag)));
  add(pair_of(s1.word, tags01));
  add(pair_of(b0.word, tags10));
  add(pair_of(s0.word, pair_of(b0.tag, b1.tag)));
  add(pair_of(b1.word, tags01));
  // Valency and relations so far.
  const auto counts = [](const Seen& a) { return pair_of(a.node->left_count, a.node->right_count); };
  for (const Seen* seen : {&s0, &s1}) {
    add(pair_of(seen->word, seen->node->right_count));
    add(pair_of(seen->tag, seen->node->right_count));
    add(pair_of(seen->word, seen->node->left_count));
    add(pair_of(seen->tag, seen->node->left_count));
    add(pair_of(seen->word, seen->node->right_set));
    add(pair_of(seen->tag, seen->node->right_set));
    add(pair_of(seen->word, seen->node->left_set));
    add(pair_of(seen->tag, seen->node->left_set));
  }
  add(pair_of(b0.word, b0.node->left_count));
  add(pair_of(b0.tag, b0.node->left_count));
  add(pair_of(b0.word, b0.node->left_set));
  add(pair_of(b0.tag, b0.node->left_set));
  add(pair_of(tags01, pair_of(counts(s0), counts(b0))));
  add(pair_of(tags10, pair_of(counts(s1), counts(s0))));
  // Children.
  struct Child {
    const Seen* seen;
    std::int32_t at;
  };
  for (const Child child : {Child{&s0l, s0.node->left}, Child{&s0r, s0.node->right}, Child{&s1l, s1.node->left},
                            Child{&s1r, s1.node->right}, Child{&b0l, b0.node->left}}) {
    add(child.seen->word);
    add(child.seen->tag);
    add(label_of(state, child.at));
  }
  for (const Child child : {Child{&s0l2, s0.node->left2}, Child{&s0r2, s0.node->right2}, Child{&b0l2, b0.node->left2},
                            Child{&s1r2, s1.node->right2}}) {
    add(child.seen->word);
    add(child.seen->tag);
    add(label_of(state, child.at));
  }
  add(pair_of(tags01, s0l.tag));
  add(pair_of(tags01, s0r.tag));
  add(pair_of(tags01, b0l.tag));
  add(pair_of(tags10, s1r.tag));
  add(pair_of(tags10, s1l.tag));
  add(pair_of(tags10, s0l.tag));
  add(pair_of(tags10, s0r.tag));
  add(pair_of(pair_of(s0.tag, s0l.tag), s0l2.tag));
  add(pair_of(pair_of(s0.tag, s0r.tag), s0r2.tag));
  add(pair_of(pair_of(b0.tag, b0l.tag), b0l2.tag));
  add(pair_of(pair_of(s1.word, s0.word), s0l.word));  // verb, noun, preposition
  add(pair_of(pair_of(s1.tag, s0.tag), s0l.word));
  add(pair_of(s1.word, s0l.word));
  add(pair_of(pair_of(s0.tag, b0.tag), b0l.word));
  add(pair_of(tags01, pair_of(s0.node->left_set, b0.node->left_set)));
  add(pair_of(tags10, pair_of(s1.node->right_set, s0.node->left_set)));
}

void relation_features(const ParseState& state, const TaggedWords& input, Move move, FeatureList& out) {
  const std::int32_t at_head = state.head_of(move), at_child = state.dependent();
  const Seen head = look(state, input, at_head), child = look(state, input, at_child);
  const std::uint64_t side = move == Move::left ? 1 : 2;
  const std::uint64_t far = distance(std::min(at_head, at_child), std::max(at_head, at_child)) * 4 + side;
  const Seen child_l = look(state, input, child.node->left), child_r = look(state, input, child.node->right);
  const Seen child_l2 = look(state, input, child.node->left2);
  const Seen head_l = look(state, input, head.node->left), head_r = look(state, input, head.node->right);
  const std::uint64_t left_label = label_of(state, child.node->left), right_label = label_of(state, child.node->right);
  const auto neighbour = [&](std::int32_t at) {
    return look(state, input, at >= 0 && at < state.size ? at : -1);
  };
  const Seen before = neighbour(at_child - 1), after = neighbour(at_child + 1);
  const Seen head_before = neighbour(at_head - 1), head_after = neighbour(at_head + 1);
  const std::uint64_t tags = pair_of(pair_of(head.tag, child.tag), side);
  const std::uint64_t sets = pair_of(child.node->left_set, child.node->right_set);
  const std::uint64_t head_set = move == Move::left ? head.node->left_set : head.node->right_set;
  const auto& word = input.words[static_cast<std::size_t>(at_child)];
  out.clear();
  std::uint64_t kind = 1001;
  const auto add = [&](std::uint64_t value) { out.add(kind++, value); };
  add(side);
  add(pair_of(head.word, side));
  add(pair_of(head.tag, side));
  add(pair_of(head.both, side));
  add(pair_of(child.word, side));
  add(pair_of(child.tag, side));
  add(pair_of(child.both, side));
  add(tags);
  add(pair_of(tags, far));
  add(pair_of(pair_of(head.word, child.tag), side));
  add(pair_of(pair_of(head.tag, child.word), side));
  add(pair_of(pair_of(head.word, child.word), side));
  add(pair_of(child.tag, far));
  add(pair_of(word.suffix[2], tags));
  add(pair_of(word.shape, tags));
  // The child's own children: prepositions, markers, auxiliaries.
  add(pair_of(child.node->left_set, side));
  add(pair_of(pair_of(child.node->left_set, child.tag), side));
  add(pair_of(sets, tags));
  add(pair_of(child_l.word, tags));
  add(pair_of(child_l2.word, tags));
  add(pair_of(pair_of(child_l.word, left_label), head.word));
  add(pair_of(pair_of(child_l.word, left_label), pair_of(child.word, side)));
  add(pair_of(child_r.word, tags));
  add(pair_of(pair_of(left_label, right_label), tags));
  add(pair_of(child_l.tag, tags));
  add(pair_of(child_r.tag, tags));
  // What the head has already.
  add(pair_of(pair_of(head_set, child.tag), side));
  add(pair_of(head_set, tags));
  add(pair_of(pair_of(head.node->left_set, head.node->right_set), tags));
  add(pair_of(pair_of(head_set, head.word), pair_of(child.tag, side)));
  add(pair_of(head_l.word, tags));
  add(pair_of(head_r.word, tags));
  add(pair_of(label_of(state, head.node->left), tags));
  add(pair_of(label_of(state, head.node->right), tags));
  // Neighbours.
  add(pair_of(before.tag, tags));
  add(pair_of(after.tag, tags));
  add(pair_of(before.word, pair_of(child.tag, side)));
  add(pair_of(after.word, pair_of(child.tag, side)));
  add(pair_of(head_before.tag, tags));
  add(pair_of(head_after.tag, tags));
}

}  // namespace dragoman
