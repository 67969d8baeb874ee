#include "encoder/encoder.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "encoder/word_features.h"

namespace dragoman {
namespace {

constexpr std::uint32_t width = encoder_width;
constexpr std::uint32_t units = 96;
constexpr std::uint32_t gates = 4 * units;
constexpr std::uint32_t words_a_batch = 4096;  // keeps the batch's arrays in the second-level cache's reach

struct Norm {
  std::vector<float> scale, shift;
};

struct Recurrence {
  Linear input;
  PackedMatrix state;
};

// Within 1e-6 of exp for |x| < 87; written so that the compiler vectorises the loops that use it.
inline float fast_exp(float x) {
  x = std::clamp(x, -87.0f, 87.0f);
  const float t = x * 1.44269504f;
  const float whole = std::floor(t + 0.5f);
  const float f = (t - whole) * 0.69314718f;
  const float p =
      1 + f * (1 + f * (0.5f + f * (1.6666667e-1f + f * (4.1666667e-2f + f * (8.333333e-3f + f * 1.388889e-3f)))));
  std::int32_t bits = (static_cast<std::int32_t>(whole) + 127) << 23;
  float power;
  std::memcpy(&power, &bits, sizeof power);
  return p * power;
}
inline float sigmoid(float x) { return 1.0f / (1.0f + fast_exp(-x)); }
inline float hyperbolic(float x) { return 2.0f / (1.0f + fast_exp(-2.0f * x)) - 1.0f; }

// One step of one cell: gates in the order input, forget, cell, output.
__attribute__((target_clones("arch=x86-64-v3", "default"))) void step_cell(const float* gate, float* cell,
                                                                           float* hidden) {
  for (std::uint32_t u = 0; u < units; ++u) {
    const float kept = sigmoid(gate[units + u]) * cell[u] + sigmoid(gate[u]) * hyperbolic(gate[2 * units + u]);
    cell[u] = kept;
    hidden[u] = sigmoid(gate[3 * units + u]) * hyperbolic(kept);
  }
}

// out = norm(a + b), row by row.
__attribute__((target_clones("arch=x86-64-v3", "default"))) void add_and_norm(const float* a, const float* b,
                                                                              const Norm& norm, float* out) {
  float sum[width];
  float mean = 0;
  for (std::uint32_t i = 0; i < width; ++i) {
    sum[i] = a[i] + b[i];
    mean += sum[i];
  }
  mean /= width;
  float variance = 0;
  for (std::uint32_t i = 0; i < width; ++i) variance += (sum[i] - mean) * (sum[i] - mean);
  const float by = 1.0f / std::sqrt(variance / width + 1e-5f);
  for (std::uint32_t i = 0; i < width; ++i) out[i] = (sum[i] - mean) * by * norm.scale[i] + norm.shift[i];
}

struct Place {  // a sentence in a batch: its rows, and the tokens they stand for
  std::uint32_t row, token, size;
};

struct Batch {
  std::vector<Place> places;  // longest first
  std::uint32_t rows = 0;     // with one empty row before, between and behind the sentences
};

}  // namespace

struct Encoder::Data {
  TensorFile tables;
  Table words, word_slots, prefixes, suffixes, tails, shapes;
  std::vector<float> unknown_word;
  PackedMatrix convolution[3];
  std::vector<float> convolution_bias;
  Norm norm1, norm2;
  Recurrence ahead, back;
  Linear join;

  std::uint32_t row_of(std::uint64_t hash) const {
    const auto* slots = reinterpret_cast<const std::uint32_t*>(word_slots.data);
    const std::uint64_t mask = word_slots.rows - 1;
    const auto key = static_cast<std::uint32_t>(hash >> 32) | 1u;
    for (std::uint64_t at = hash & mask; slots[at * 2]; at = (at + 1) & mask)
      if (slots[at * 2] == key) return slots[at * 2 + 1];
    return none;
  }

  void embed(std::string_view word, std::string& room, float* out) const {
    const WordFeatures features = word_features(word, room);
    const std::uint32_t row = row_of(features.word);
    if (row == none)
      std::memcpy(out, unknown_word.data(), width * sizeof(float));
    else
      add_row(words, row, out);
    add_row(prefixes, features.prefix, out);
    add_row(suffixes, features.suffix, out);
    add_row(tails, features.tail, out);
    add_row(shapes, features.shape, out);
  }

  // Runs one direction over all sentences of the batch at once; writes `hidden` at `offset` of each row of `out`.
  void run(const Recurrence& cell, bool is_back, const Batch& batch, const std::vector<float>& x,
           std::vector<float>& out, std::uint32_t offset) const {
    std::vector<float> input, gate, hidden, state;
    cell.input.apply(x.data(), width, batch.rows, input);
    const auto count = static_cast<std::uint32_t>(batch.places.size());
    gate.resize(std::size_t{count} * gates);
    hidden.assign(std::size_t{count} * units, 0);
    state.assign(std::size_t{count} * units, 0);
    std::uint32_t active = count;
    for (std::uint32_t t = 0; active > 0; ++t) {
      while (active > 0 && batch.places[active - 1].size <= t) --active;
      const auto row_at = [&](std::uint32_t s) {
        const Place& place = batch.places[s];
        return place.row + (is_back ? place.size - 1 - t : t);
      };
      for (std::uint32_t s = 0; s < active; ++s)
        std::memcpy(&gate[std::size_t{s} * gates], &input[std::size_t{row_at(s)} * gates], gates * sizeof(float));
      if (t > 0) cell.state.multiply(hidden.data(), units, active, nullptr, gate.data(), gates);
      for (std::uint32_t s = 0; s < active; ++s) {
        float* h = &hidden[std::size_t{s} * units];
        step_cell(&gate[std::size_t{s} * gates], &state[std::size_t{s} * units], h);
        std::memcpy(&out[std::size_t{row_at(s)} * 2 * units + offset], h, units * sizeof(float));
      }
    }
  }

  void encode(const Batch& batch, std::string_view text, std::span<const Token> tokens,
              std::vector<float>& states) const {
    std::vector<float> x(std::size_t{batch.rows} * width), c(x.size()), both(std::size_t{batch.rows} * 2 * units),
        joined;
    std::string room;
    for (const Place& place : batch.places)
      for (std::uint32_t i = 0; i < place.size; ++i) {
        const TextSpan span = tokens[place.token + i].span;
        embed(text.substr(span.begin, span.size()), room, &x[std::size_t{place.row + i} * width]);
      }
    // Rows 1 .. rows - 2: the empty rows around a sentence are the padding of the convolution.
    const std::uint32_t inner = batch.rows - 2;
    convolution[0].multiply(&x[0], width, inner, convolution_bias.data(), &c[width], width);
    convolution[1].multiply(&x[width], width, inner, nullptr, &c[width], width);
    convolution[2].multiply(&x[2 * width], width, inner, nullptr, &c[width], width);
    rectify(c);
    for (const Place& place : batch.places)
      for (std::uint32_t i = 0; i < place.size; ++i) {
        const std::size_t at = std::size_t{place.row + i} * width;
        add_and_norm(&x[at], &c[at], norm1, &c[at]);
      }
    run(ahead, false, batch, c, both, 0);
    run(back, true, batch, c, both, units);
    join.apply(both.data(), 2 * units, batch.rows, joined);
    for (const Place& place : batch.places)
      for (std::uint32_t i = 0; i < place.size; ++i) {
        const std::size_t at = std::size_t{place.row + i} * width;
        add_and_norm(&c[at], &joined[at], norm2, &states[std::size_t{place.token + i} * width]);
      }
  }
};

Encoder::Encoder(std::unique_ptr<Data> data) : data_(std::move(data)) {}
Encoder::Encoder(Encoder&&) noexcept = default;
Encoder& Encoder::operator=(Encoder&&) noexcept = default;
Encoder::~Encoder() = default;

const TensorFile& Encoder::tables() const { return data_->tables; }

Result<Encoder> Encoder::load(const std::string& path) {
  auto tables = TensorFile::load(path);
  if (!tables) return tl::unexpected(tables.error());
  auto data = std::make_unique<Data>();
  const TensorFile& file = *tables;
  data->words = file.find("words");
  data->word_slots = file.find("word_slots");
  data->prefixes = file.find("prefix");
  data->suffixes = file.find("suffix");
  data->tails = file.find("tail");
  data->shapes = file.find("shape");
  data->unknown_word = file.floats("unknown_word");
  for (int i = 0; i < 3; ++i) {
    const std::vector<float> values = file.floats("convolution" + std::to_string(i));
    if (values.size() == std::size_t{width} * width) data->convolution[i] = PackedMatrix(values.data(), width, width);
  }
  data->convolution_bias = file.floats("convolution.bias");
  data->norm1 = {file.floats("norm1.weight"), file.floats("norm1.bias")};
  data->norm2 = {file.floats("norm2.weight"), file.floats("norm2.bias")};
  const auto recurrence = [&](const std::string& name) {
    const std::vector<float> state = file.floats(name + ".state");
    return Recurrence{file.linear(name), state.size() == std::size_t{units} * gates
                                             ? PackedMatrix(state.data(), units, gates)
                                             : PackedMatrix()};
  };
  data->ahead = recurrence("ahead");
  data->back = recurrence("back");
  data->join = file.linear("join");
  const bool fits = data->words.cols == width && data->prefixes.cols == width && data->suffixes.cols == width &&
                    data->tails.cols == width && data->shapes.cols == width && data->word_slots.cols == 8 &&
                    data->word_slots.rows && (data->word_slots.rows & (data->word_slots.rows - 1)) == 0 &&
                    data->unknown_word.size() == width && data->convolution_bias.size() == width &&
                    data->convolution[2].rows() == width && data->norm1.shift.size() == width &&
                    data->norm2.shift.size() == width && data->ahead.input.outputs() == gates &&
                    data->back.input.outputs() == gates && data->back.state.rows() == units &&
                    data->ahead.state.rows() == units && data->join.outputs() == width;
  if (!fits)
    return fail(FailureCode::bad_model, path, "an encoder of another make",
                "take the file of this version, or make it again (train/README.md)");
  data->tables = std::move(*tables);
  return Encoder(std::move(data));
}

std::vector<float> Encoder::encode(std::string_view text, std::span<const Token> tokens,
                                   std::span<const Sentence> sentences) const {
  std::vector<float> states(tokens.size() * width);
  std::vector<std::uint32_t> order(sentences.size());
  std::iota(order.begin(), order.end(), 0u);
  const auto size_of = [&](std::uint32_t s) { return sentences[s].end - sentences[s].begin; };
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return size_of(a) > size_of(b); });
  Batch batch;
  const auto flush = [&] {
    if (batch.places.empty()) return;
    ++batch.rows;
    data_->encode(batch, text, tokens, states);
    batch = {};
  };
  for (const std::uint32_t s : order) {
    if (size_of(s) == 0) continue;
    if (batch.rows + size_of(s) > words_a_batch) flush();
    batch.places.push_back({batch.rows + 1, sentences[s].begin, size_of(s)});
    batch.rows += size_of(s) + 1;
  }
  flush();
  return states;
}

}  // namespace dragoman
