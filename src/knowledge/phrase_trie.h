// phrase_trie.h: phrases of several words found in running text by one walk of hashes.
//
// Words are compared by their pieces: lower case, Latin letters without their marks, split at white space, hyphens and
// apostrophes, full stops dropped ("Al-Qaida" and "al Qaida" are one). Look-up of one piece is O(1); a walk from a word
// is as long as the longest phrase at most. Immutable once filled, safe to share.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace dragoman {

// Appends the hashes of the pieces of `text`.
void append_pieces(std::string_view text, std::vector<std::uint64_t>& pieces);

class PhraseTrie {
 public:
  struct Node {
    std::uint64_t state = 0;
    std::uint32_t values = UINT32_MAX;  // first of a chain, see next(); UINT32_MAX when no phrase ends here
  };

  // A phrase may be added with several values; the last added comes first.
  void add(std::span<const std::uint64_t> pieces, std::uint32_t value);

  static constexpr std::uint64_t start = 0x9ae16a3b2f90404full;
  static std::uint64_t step(std::uint64_t state, std::uint64_t piece);
  const Node* find(std::uint64_t state) const;  // null when no phrase goes through the state

  std::uint32_t value(std::uint32_t link) const { return links_[link].value; }
  std::uint32_t next(std::uint32_t link) const { return links_[link].next; }

 private:
  struct Link {
    std::uint32_t value, next;
  };
  Node& at(std::uint64_t state);
  void grow();
  std::vector<Node> slots_;
  std::vector<Link> links_;
  std::size_t used_ = 0;
};

}  // namespace dragoman
