// encoder.h: a vector for each word in its sentence, shared by all learned heads of a language and paid once.
//
// Word, prefix, suffix and shape tables are summed; one convolution of width 3; one BiLSTM, run over many sentences at
// once (doc/encoder.md; first tried in the project's feasibility study). Made by train/encoder. Immutable, thread safe.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/document.h"
#include "dragoman/result.h"
#include "encoder/tensor_file.h"

namespace dragoman {

inline constexpr std::uint32_t encoder_width = 128;

class Encoder {
 public:
  static Result<Encoder> load(const std::string& path);
  Encoder(Encoder&&) noexcept;
  Encoder& operator=(Encoder&&) noexcept;
  ~Encoder();

  // encoder_width floats for each token of `text`; sentences are token ranges.
  std::vector<float> encode(std::string_view text, std::span<const Token> tokens,
                            std::span<const Sentence> sentences) const;
  const TensorFile& tables() const;  // the heads' weights stand in the same file

 private:
  struct Data;
  explicit Encoder(std::unique_ptr<Data> data);
  std::unique_ptr<Data> data_;
};

}  // namespace dragoman
