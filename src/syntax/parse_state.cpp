#include "syntax/parse_state.h"

namespace dragoman {

void ParseState::start(std::int32_t words) {
  size = words;
  next = 0;
  stack.clear();
  nodes.assign(static_cast<std::size_t>(words) + 1, {});
}

bool ParseState::allowed(Move move) const {
  switch (move) {
    case Move::shift: return next < size;
    case Move::left: return !stack.empty() && (next < size || stack.size() == 1);
    case Move::right: return stack.size() > 1;
  }
  return false;
}

void ParseState::attach(Move move, std::uint8_t label) {
  const std::int32_t head = head_of(move), child = dependent();
  ParseNode& parent = nodes[static_cast<std::size_t>(head)];
  ParseNode& node = nodes[static_cast<std::size_t>(child)];
  const std::uint64_t bit = std::uint64_t{1} << (label & 63);
  node.head = head;
  node.label = label;
  if (child < head) {
    parent.left2 = parent.left;
    parent.left = child;
    parent.left_set |= bit;
    if (parent.left_count < 255) ++parent.left_count;
  } else {
    parent.right2 = parent.right;
    parent.right = child;
    parent.right_set |= bit;
    if (parent.right_count < 255) ++parent.right_count;
  }
  stack.pop_back();
}

}  // namespace dragoman
