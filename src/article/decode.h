// decode.h: from scores of single blocks to labels of a whole page.
#pragma once

#include <cstdint>
#include <vector>

#include "article/page_view.h"
#include "dragoman/document.h"

namespace dragoman {

// Where there is markup, neighbours say little that the scores do not hold.
inline constexpr float change_cost_html = 0;
inline constexpr float change_cost_text = 0.6f;

// Whether each block is body, from the scores (log odds) that the trees give, after the three steps below; then the
// best sequence is taken.
std::vector<bool> decode_page(const Page& page, const PageView& view, std::vector<float> scores);

// Lowers what the markup calls comments behind an article, and captions where the page holds an article without them.
void lower_marked(const Page& page, const PageView& view, std::vector<float>& scores);

// In text without markup: raises sentences in doubt that stand right behind likely body, for articles go on.
void raise_next_sentences(const PageView& view, std::vector<float>& scores);

// Where the models are in doubt of a whole page, its best blocks are the article: raises all scores so that the best
// ones stand clear. `words`: of each block. Pages with blocks that are surely body, or with none that may be, stay.
void raise_doubtful_page(std::vector<float>& scores, const std::vector<std::uint32_t>& words);

// In text without markup: what stands apart behind the article and is far less sure to be body than the article itself
// is another text, such as comments or teasers.
void drop_unsure_rest(const std::vector<float>& scores, const std::vector<std::uint32_t>& words,
                      std::vector<bool>& body);

// The sequence with the greatest sum of scores (capped) less `cost` a change: articles go on.
// Method: Viterbi 1967 over two states.
std::vector<bool> decode_body(const std::vector<float>& scores, float cost);

}  // namespace dragoman
