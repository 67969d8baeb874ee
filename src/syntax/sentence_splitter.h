// sentence_splitter.h: where sentences end among the tokens of a block. Pure, linear.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "dragoman/document.h"
#include "syntax/word_tables.h"

namespace dragoman {

// Appends the sentences of tokens[first..]; none is longer than limits::max_sentence_tokens.
void split_sentences(const WordTables& tables, std::string_view text, const std::vector<Token>& tokens,
                     std::uint32_t first, std::uint32_t block, std::vector<Sentence>& sentences);

}  // namespace dragoman
