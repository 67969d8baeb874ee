#include "encoder/encoder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <random>

#include "encoder/eisner.h"
#include "encoder/matrix.h"
#include "encoder/tagging_head.h"
#include "encoder/word_features.h"

namespace dragoman {
namespace {

TEST(PackedMatrix, MultipliesLikeThePlainLoops) {
  std::mt19937 random(3);
  std::uniform_real_distribution<float> value(-1, 1);
  for (const std::uint32_t cols : {1u, 15u, 16u, 33u}) {
    const std::uint32_t rows = 20, count = 13;
    std::vector<float> weights(rows * cols), a(count * rows);
    for (float& v : weights) v = value(random);
    for (float& v : a) v = value(random);
    const PackedMatrix matrix(weights.data(), rows, cols);
    std::vector<float> bias(matrix.padded_cols(), 0.5f), out(count * matrix.padded_cols());
    matrix.multiply(a.data(), rows, count, bias.data(), out.data(), matrix.padded_cols());
    for (std::uint32_t i = 0; i < count; ++i)
      for (std::uint32_t c = 0; c < cols; ++c) {
        float want = 0.5f;
        for (std::uint32_t k = 0; k < rows; ++k) want += a[i * rows + k] * weights[k * cols + c];
        ASSERT_NEAR(out[i * matrix.padded_cols() + c], want, 1e-4);
      }
  }
}

// The best score over all projective trees with one root, by trying every assignment of heads.
float best_by_trying_all(const std::vector<float>& scores, std::uint32_t n) {
  float best = -1e9f;
  std::vector<std::uint32_t> heads(n);
  const auto is_tree = [&] {
    std::uint32_t roots = 0;
    for (std::uint32_t d = 0; d < n; ++d) {
      roots += heads[d] == n;
      std::uint32_t at = d, steps = 0;
      while (at != n && steps++ <= n) at = heads[at];
      if (at != n) return false;
      for (std::uint32_t m = std::min(d, heads[d] == n ? d : heads[d]); heads[d] != n && m < std::max(d, heads[d]);
           ++m) {
        std::uint32_t up = m;  // every word between stands below the head
        for (std::uint32_t climb = 0; climb <= n && up != n && up != heads[d]; ++climb) up = heads[up];
        if (up != heads[d]) return false;
      }
    }
    return roots == 1;
  };
  const std::function<void(std::uint32_t)> place = [&](std::uint32_t d) {
    if (d == n) {
      if (!is_tree()) return;
      float sum = 0;
      for (std::uint32_t i = 0; i < n; ++i) sum += scores[i * (n + 1) + (heads[i] == n ? 0 : heads[i] + 1)];
      best = std::max(best, sum);
      return;
    }
    for (std::uint32_t h = 0; h <= n; ++h)
      if (h != d) {
        heads[d] = h;
        place(d + 1);
      }
  };
  place(0);
  return best;
}

TEST(Eisner, FindsTheBestProjectiveTreeWithOneRoot) {
  std::mt19937 random(5);
  std::uniform_real_distribution<float> value(-3, 3);
  for (int round = 0; round < 60; ++round) {
    const std::uint32_t n = 1 + round % 5;
    std::vector<float> scores(n * (n + 1));
    for (float& v : scores) v = value(random);
    const std::vector<std::uint32_t> heads = best_projective_tree(scores, n);
    float sum = 0;
    for (std::uint32_t d = 0; d < n; ++d) sum += scores[d * (n + 1) + (heads[d] == n ? 0 : heads[d] + 1)];
    ASSERT_NEAR(sum, best_by_trying_all(scores, n), 1e-4) << n;
  }
}

// The rows that train/encoder/features.py gives for the same words.
TEST(WordFeatures, AreThoseOfTheTrainer) {
  std::string room;
  const WordFeatures a = word_features("Minister", room), b = word_features("minister", room);
  EXPECT_EQ(a.word, b.word);
  EXPECT_EQ(a.suffix, b.suffix);
  EXPECT_NE(a.shape, b.shape);
  EXPECT_EQ(word_features("\u201c", room).word, word_features("\"", room).word);
  EXPECT_EQ(a.prefix, 1452u);
  EXPECT_EQ(a.suffix, 5074u);
  EXPECT_EQ(a.tail, 1545u);
  EXPECT_EQ(a.shape, 160u);
}

TEST(BestLabels, NeverGoOnFromAnotherKind) {
  const std::vector<std::string> labels = {"O", "B-PER", "I-PER", "B-ORG", "I-ORG"};
  // Alone, the second word would be I-ORG; behind B-PER it must be I-PER or something that begins anew.
  const std::vector<float> scores = {-5, -0.1f, -5, -5, -5, -5, -5, -1, -5, -0.5f};
  const std::vector<std::uint8_t> best = best_labels(scores, labels);
  EXPECT_EQ(labels[best[0]], "B-PER");
  EXPECT_EQ(labels[best[1]], "I-PER");
}

TEST(Encoder, GivesASentenceTheSameNumbersAloneAndAmongOthers) {
  auto encoder = Encoder::load(DRAGOMAN_ROOT "/models/en.encoder");
  ASSERT_TRUE(encoder) << to_string(encoder.error());
  const std::string text = "Kenya said no . Two men fled";
  std::vector<Token> tokens;
  for (std::uint32_t begin = 0; begin < text.size();) {
    const auto end = static_cast<std::uint32_t>(std::min(text.find(' ', begin), text.size()));
    Token token;
    token.span = {begin, end};
    tokens.push_back(token);
    begin = end + 1;
  }
  const std::vector<Sentence> both = {{{0, 15}, 0, 4, 0}, {{16, 28}, 4, 7, 0}};
  const std::vector<float> together = encoder->encode(text, tokens, both);
  const std::vector<float> alone = encoder->encode(text, tokens, std::vector<Sentence>{both[1]});
  for (std::size_t i = 4 * encoder_width; i < 7 * encoder_width; ++i) ASSERT_NEAR(together[i], alone[i], 1e-4);
}

TEST(TensorFile, CutShortIsRefusedWithARemedy) {
  std::ifstream in(DRAGOMAN_ROOT "/models/en.encoder", std::ios::binary);
  std::string head(5000, ' ');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  const std::string path = testing::TempDir() + "dragoman_cut_encoder";
  std::ofstream(path, std::ios::binary) << head;
  auto cut = Encoder::load(path);
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().code, FailureCode::bad_model);
  EXPECT_FALSE(cut.error().remedy.empty());
}

}  // namespace
}  // namespace dragoman
