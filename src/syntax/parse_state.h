// parse_state.h: the state of an arc-hybrid parse (Kuhlmann, Gomez-Rodriguez and Satta 2011) and what is known of a
// word in it: outermost children, their numbers and relations.
//
// Words are 0..n-1; n is the root and stands last in the buffer, so that a tree with one root word comes out.
#pragma once

#include <cstdint>
#include <vector>

namespace dragoman {

enum class Move : std::uint8_t { shift, left, right };  // left: s0 <- b0; right: s1 -> s0

struct ParseNode {
  std::int32_t head = -1;                             // -1: not attached yet
  std::int32_t left = -1, left2 = -1, right = -1, right2 = -1;  // outermost and next to outermost children
  std::uint64_t left_set = 0, right_set = 0;          // relations of the children, one bit a class
  std::uint8_t left_count = 0, right_count = 0;       // up to 255
  std::uint8_t label = 255;
};

struct ParseState {
  std::int32_t size = 0;  // words
  std::int32_t next = 0;  // b0
  std::vector<std::int32_t> stack;
  std::vector<ParseNode> nodes;  // size + 1: the root too

  void start(std::int32_t words);
  bool done() const { return next == size && stack.empty(); }
  bool allowed(Move move) const;
  std::int32_t stacked(std::size_t depth) const { return depth < stack.size() ? stack[stack.size() - 1 - depth] : -1; }
  std::int32_t ahead(std::int32_t distance) const { return next + distance < size ? next + distance : -1; }
  // The word a move attaches and its head; only for left and right.
  std::int32_t dependent() const { return stack.back(); }
  std::int32_t head_of(Move move) const { return move == Move::left ? next : stack[stack.size() - 2]; }
  void shift() { stack.push_back(next++); }
  void attach(Move move, std::uint8_t label);
};

}  // namespace dragoman
