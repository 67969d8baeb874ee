#include "article/decode.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace dragoman {

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
