#include "source/content_coding.h"

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>

#include "base/limits.h"

namespace dragoman {
namespace {

using State = Decoder::State;

class Inflate : public Decoder {
 public:
  explicit Inflate(Coding coding) : gzip_(coding == Coding::gzip) {
    good_ = inflateInit2(&stream_, gzip_ ? 31 : 15) == Z_OK;
  }
  Inflate(const Inflate&) = delete;
  Inflate& operator=(const Inflate&) = delete;
  ~Inflate() override { inflateEnd(&stream_); }

  void begin() override {
    good_ = inflateReset2(&stream_, gzip_ ? 31 : 15) == Z_OK;
    first_ = true;
  }

  Step step(std::string_view in, char* out, std::size_t room) override {
    // "deflate" in HTTP means zlib's frame, but some servers send it bare.
    if (first_ && !gzip_ && in.size() >= 2 && !has_zlib_header(in)) good_ = inflateReset2(&stream_, -15) == Z_OK;
    first_ = false;
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));  // zlib does not write to it
    stream_.avail_in = static_cast<uInt>(std::min<std::size_t>(in.size(), 1u << 30));
    stream_.next_out = reinterpret_cast<Bytef*>(out);
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(room, 1u << 30));
    const uInt had_in = stream_.avail_in, had_out = stream_.avail_out;
    const int code = good_ ? inflate(&stream_, Z_NO_FLUSH) : Z_MEM_ERROR;
    Step step{had_in - stream_.avail_in, had_out - stream_.avail_out};
    if (code == Z_STREAM_END)
      step.state = State::end;
    else if (code != Z_OK && code != Z_BUF_ERROR)
      step.state = State::damaged;
    return step;
  }

  std::string fault() const override { return stream_.msg ? stream_.msg : "it asks for a dictionary or for memory"; }

 private:
  static bool has_zlib_header(std::string_view in) {
    const unsigned first = static_cast<unsigned char>(in[0]), second = static_cast<unsigned char>(in[1]);
    return (first & 15) == 8 && (first * 256 + second) % 31 == 0;
  }

  bool gzip_, good_, first_ = true;
  z_stream stream_{};
};

class Zstd : public Decoder {
 public:
  Zstd() : stream_(ZSTD_createDCtx(), ZSTD_freeDCtx) {
    ZSTD_DCtx_setParameter(stream_.get(), ZSTD_d_windowLogMax, limits::max_zstd_window_log);
  }
  void begin() override { ZSTD_DCtx_reset(stream_.get(), ZSTD_reset_session_only); }

  Step step(std::string_view in, char* out, std::size_t room) override {
    ZSTD_inBuffer from{in.data(), in.size(), 0};
    ZSTD_outBuffer to{out, room, 0};
    code_ = ZSTD_decompressStream(stream_.get(), &to, &from);
    return {from.pos, to.pos, ZSTD_isError(code_) ? State::damaged : code_ == 0 ? State::end : State::more};
  }

  std::string fault() const override { return ZSTD_getErrorName(code_); }
  bool dictionary(std::string_view words) override {
    return !ZSTD_isError(ZSTD_DCtx_loadDictionary(stream_.get(), words.data(), words.size()));
  }

 private:
  std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)> stream_;
  std::size_t code_ = 0;
};

class Brotli : public Decoder {
 public:
  Brotli() { Brotli::begin(); }
  void begin() override { stream_.reset(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr)); }

  Step step(std::string_view in, char* out, std::size_t room) override {
    std::size_t left = in.size(), space = room;
    auto* from = reinterpret_cast<const std::uint8_t*>(in.data());
    auto* to = reinterpret_cast<std::uint8_t*>(out);
    const BrotliDecoderResult code = BrotliDecoderDecompressStream(stream_.get(), &left, &from, &space, &to, nullptr);
    Step step{in.size() - left, room - space};
    if (code == BROTLI_DECODER_RESULT_SUCCESS) step.state = State::end;
    if (code == BROTLI_DECODER_RESULT_ERROR) step.state = State::damaged;
    return step;
  }

  std::string fault() const override { return BrotliDecoderErrorString(BrotliDecoderGetErrorCode(stream_.get())); }

 private:
  struct Free {
    void operator()(BrotliDecoderState* state) const { BrotliDecoderDestroyInstance(state); }
  };
  std::unique_ptr<BrotliDecoderState, Free> stream_;
};

bool is_frame(std::string_view head) { return head.starts_with("\x28\xB5\x2F\xFD"); }

}  // namespace

std::string_view name_of(Coding coding) {
  switch (coding) {
    case Coding::gzip:
      return "gzip";
    case Coding::deflate:
      return "deflate";
    case Coding::zstd:
      return "zstd";
    case Coding::brotli:
      return "brotli";
    case Coding::none:
      break;
  }
  return "none";
}

bool is_skippable_frame(std::string_view head) {
  return head.size() >= 4 && (head[0] & '\xF0') == '\x50' && head.substr(1, 3) == "\x2A\x4D\x18";
}

bool is_dictionary_frame(std::string_view head) { return is_skippable_frame(head) && head[0] == '\x5D'; }

Coding coding_of(std::string_view head) {
  // The three highest flags of gzip are reserved and zero.
  if (head.size() >= 4 && head.starts_with("\x1F\x8B\x08") && (head[3] & '\xE0') == 0) return Coding::gzip;
  return is_frame(head) || is_skippable_frame(head) ? Coding::zstd : Coding::none;
}

std::unique_ptr<Decoder> Decoder::make(Coding coding) {
  switch (coding) {
    case Coding::gzip:
    case Coding::deflate:
      return std::make_unique<Inflate>(coding);
    case Coding::zstd:
      return std::make_unique<Zstd>();
    case Coding::brotli:
      return std::make_unique<Brotli>();
    case Coding::none:
      break;
  }
  return nullptr;
}

Undone undo(Coding coding, std::string_view packed) {
  const std::size_t limit = std::min(limits::max_document_bytes,
                                     std::max(limits::free_expansion_bytes, packed.size() * limits::max_expansion));
  Undone out;
  const std::unique_ptr<Decoder> decoder = Decoder::make(coding);
  for (State state = State::more;;) {
    const std::size_t had = out.bytes.size();
    out.bytes.resize(had + std::clamp<std::size_t>(packed.size() * 4, 1u << 12, 1u << 20));
    const Decoder::Step step = decoder->step(packed, out.bytes.data() + had, out.bytes.size() - had);
    out.bytes.resize(had + step.written);
    packed.remove_prefix(step.used);
    state = step.state;
    if (out.bytes.size() > limit) {
      out.too_large = true;
      out.fault = std::string(name_of(coding)) + " data expands too much";
      return out;
    }
    if (state == State::damaged)
      out.fault = std::string(name_of(coding)) + " data does not decode: " + decoder->fault();
    if (state == State::more && step.used == 0 && step.written == 0)
      out.fault = std::string(name_of(coding)) + " data breaks off";
    if (state == State::end && coding_of(packed) == coding) {
      decoder->begin();
      continue;
    }
    if (state == State::end || !out.fault.empty()) return out;
  }
}

}  // namespace dragoman
