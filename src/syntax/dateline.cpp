#include "syntax/dateline.h"

#include <algorithm>

namespace dragoman {
namespace {

constexpr std::size_t longest = 80;        // bytes
constexpr std::ptrdiff_t most_blanks = 8;  // between its words

bool is_upper(char byte) { return byte >= 'A' && byte <= 'Z'; }
bool is_lower(char byte) { return byte >= 'a' && byte <= 'z'; }

bool begins_in_capitals(std::string_view head) {
  const std::string_view word = head.substr(0, head.find_first_of(" ,("));
  return std::count_if(word.begin(), word.end(), is_upper) >= 3 && std::none_of(word.begin(), word.end(), is_lower);
}

// The size of a dash at head[at], which must have a blank before it; 0 when there is none.
std::size_t dash_at(std::string_view head, std::size_t at) {
  if (at == 0 || head[at - 1] != ' ') return 0;
  for (const std::string_view dash : {"\u2014", "\u2013", "--", "-"})
    if (head.substr(at).starts_with(dash)) return dash.size();
  return 0;
}

}  // namespace

std::uint32_t dateline_end(std::string_view text, TextSpan block) {
  const std::string_view all = text.substr(block.begin, block.size());
  const std::string_view head = all.substr(0, longest);
  if (!begins_in_capitals(head)) return block.begin;
  for (std::size_t at = 0; at < head.size(); ++at) {
    const std::size_t dash = dash_at(head, at);
    if (dash == 0) continue;
    std::size_t end = at + dash;
    if (end >= all.size() || all[end] != ' ') continue;
    while (end < all.size() && all[end] == ' ') ++end;
    const bool is_short = std::count(head.begin(), head.begin() + static_cast<std::ptrdiff_t>(at), ' ') <= most_blanks;
    return is_short && end < all.size() ? block.begin + static_cast<std::uint32_t>(end) : block.begin;
  }
  return block.begin;
}

}  // namespace dragoman
