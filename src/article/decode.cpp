#include "article/decode.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>

namespace dragoman {

namespace {
constexpr std::uint64_t few_words = 40;  // of a short article
}

std::vector<bool> decode_page(const Page& page, const PageView& view, std::vector<float> scores) {
  if (view.has_markup)
    lower_marked(page, view, scores);
  else
    raise_next_sentences(view, scores);
  std::vector<std::uint32_t> words;
  words.reserve(view.blocks.size());
  for (const BlockView& block : view.blocks) words.push_back(static_cast<std::uint32_t>(block.words.size()));
  raise_doubtful_page(scores, words);
  std::vector<bool> body = decode_body(scores, view.has_markup ? change_cost_html : change_cost_text);
  if (!view.has_markup) drop_unsure_rest(scores, words, body);
  return body;
}

void drop_unsure_rest(const std::vector<float>& scores, const std::vector<std::uint32_t>& words,
                      std::vector<bool>& body) {
  constexpr std::size_t gap = 4;  // blocks without body that part two stretches
  constexpr float most = 4, least_share = 0.4f;
  struct Stretch {
    std::size_t begin = 0, end = 0;
    float words = 0, gain = 0;
  };
  std::vector<Stretch> stretches;
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (!body[i]) continue;
    if (stretches.empty() || i >= stretches.back().end + gap) stretches.push_back({i, i, 0, 0});
    Stretch& here = stretches.back();
    here.end = i + 1;
    here.words += static_cast<float>(words[i]);
    here.gain += static_cast<float>(words[i]) * std::min(scores[i], most);
  }
  const auto main = std::max_element(stretches.begin(), stretches.end(),
                                     [](const Stretch& a, const Stretch& b) { return a.gain < b.gain; });
  if (main == stretches.end() || main->words < few_words) return;
  for (auto rest = main + 1; rest != stretches.end(); ++rest)
    if (rest->gain * main->words < least_share * main->gain * rest->words)
      for (std::size_t i = rest->begin; i < rest->end; ++i) body[i] = false;
}

void lower_marked(const Page& page, const PageView& view, std::vector<float>& scores) {
  constexpr float certain = -6;
  std::vector<std::uint32_t> captions;
  std::uint64_t words = 0;  // of the body so far
  for (std::uint32_t i = 0; i < scores.size(); ++i) {
    if (is_marked_comment(view, page.blocks[i])) {
      if (words >= few_words) scores[i] = std::min(scores[i], certain);
    } else if (is_marked_caption(view, page.blocks[i])) {
      captions.push_back(i);
    } else if (scores[i] > 0) {
      words += view.blocks[i].words.size();
    }
  }
  if (words < few_words) return;
  for (const std::uint32_t i : captions) scores[i] = std::min(scores[i], certain);
}

void raise_next_sentences(const PageView& view, std::vector<float>& scores) {
  constexpr float doubt = -1.5f, gain = 0.8f;
  constexpr std::size_t fewest_words = 8;
  for (std::size_t i = 1; i < scores.size(); ++i) {
    const BlockView& block = view.blocks[i];
    const bool is_sentence =
        block.words.size() >= fewest_words &&
        (block.last == '.' || block.last == '?' || block.last == '!' || (block.last == '"' && block.sentences > 0));
    if (is_sentence && scores[i - 1] > 0 && scores[i] < 0 && scores[i] > doubt) scores[i] += gain;
  }
}

void raise_doubtful_page(std::vector<float>& scores, const std::vector<std::uint32_t>& words) {
  constexpr float sure = 1.5f, doubt = -1.5f;  // log odds
  std::vector<std::uint32_t> best_first(scores.size());
  std::iota(best_first.begin(), best_first.end(), 0u);
  std::sort(best_first.begin(), best_first.end(), [&](std::uint32_t a, std::uint32_t b) {
    return scores[a] > scores[b] || (scores[a] == scores[b] && a < b);
  });
  std::uint64_t sum = 0;
  float last = sure;
  for (const std::uint32_t block : best_first) {
    last = scores[block];
    sum += words[block];
    if (sum >= few_words) break;
  }
  if (last >= sure || last <= doubt) return;
  for (float& score : scores) score += sure - last;
}

std::vector<bool> decode_body(const std::vector<float>& scores, float cost) {
  constexpr float most = 6;  // no single block outweighs its surroundings
  struct Step {
    std::uint8_t before_other, before_body;  // the better state before each
  };
  std::vector<Step> steps(scores.size());
  float body = -cost, other = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    steps[i] = {body - cost > other, body > other - cost};
    const float to_body = std::max(body, other - cost) + std::clamp(scores[i], -most, most);
    other = std::max(other, body - cost);
    body = to_body;
    if (body > 1e6f || body < -1e6f) {  // keeps the sums small in long texts
      other -= body;
      body = 0;
    }
  }
  std::vector<bool> labels(scores.size());
  bool state = body > other;
  for (std::size_t i = scores.size(); i-- > 0;) {
    labels[i] = state;
    state = state ? steps[i].before_body : steps[i].before_other;
  }
  return labels;
}

}  // namespace dragoman
