// The Penn Treebank tags as the English treebanks of Universal Dependencies use them.
#include <array>

#include "dragoman/document.h"

namespace dragoman {

constexpr std::array<std::string_view, 51> xpos_names = {
    "",    "ADD", "AFX", "CC",  "CD", "DT",  "EX",   "FW",  "GW",  "HYPH", "IN",    "JJ",   "JJR",
    "JJS", "LS",  "MD",  "NFP", "NN", "NNP", "NNPS", "NNS", "PDT", "POS",  "PRP",   "PRP$", "RB",
    "RBR", "RBS", "RP",  "SYM", "TO", "UH",  "VB",   "VBD", "VBG", "VBN",  "VBP",   "VBZ",  "WDT",
    "WP",  "WP$", "WRB", "XX",  ".",  ",",   ":",    "``",  "''",  "$",    "-LRB-", "-RRB-"};

std::string_view xpos_name(std::uint8_t xpos) {
  return xpos < xpos_names.size() ? xpos_names[xpos] : std::string_view();
}

std::uint8_t xpos_of(std::string_view name) {
  for (std::size_t i = 0; i < xpos_names.size(); ++i)
    if (xpos_names[i] == name) return static_cast<std::uint8_t>(i);
  return 0;
}

}  // namespace dragoman
