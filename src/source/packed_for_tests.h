// packed_for_tests.h: compressed data and archives for tests.
#pragma once

#include <brotli/encode.h>
#include <zlib.h>
#include <zstd.h>

#include <string>
#include <string_view>

namespace dragoman {

// One member; `window` is zlib's: 31 gzip, 15 zlib, -15 bare deflate.
inline std::string deflated(std::string_view text, int window = 31, int level = 9) {
  z_stream stream{};
  deflateInit2(&stream, level, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

inline std::string zstandard(std::string_view text, int level = 3, std::string_view dictionary = {}) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  ZSTD_CCtx* context = ZSTD_createCCtx();
  out.resize(ZSTD_compress_usingDict(context, out.data(), out.size(), text.data(), text.size(), dictionary.data(),
                                     dictionary.size(), level));
  ZSTD_freeCCtx(context);
  return out;
}

inline std::string skippable_frame(std::string_view content, char kind = '\x50') {
  std::string out = kind + std::string("\x2A\x4D\x18");
  for (unsigned shift = 0; shift < 32; shift += 8) out += static_cast<char>(content.size() >> shift);
  return out.append(content);
}

inline std::string brotlied(std::string_view text) {
  std::size_t size = BrotliEncoderMaxCompressedSize(text.size()) + 64;
  std::string out(size, '\0');
  BrotliEncoderCompress(5, 22, BROTLI_MODE_TEXT, text.size(), reinterpret_cast<const uint8_t*>(text.data()), &size,
                        reinterpret_cast<uint8_t*>(out.data()));
  out.resize(size);
  return out;
}

// 1 GiB of zeros in `coding`, made piece by piece.
inline std::string packed_zeros(bool zstd, std::size_t pieces = 1024) {
  const std::string piece(1u << 20, '\0');
  std::string out(4u << 20, '\0');
  if (zstd) {
    ZSTD_CCtx* context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, 19);
    ZSTD_outBuffer to{out.data(), out.size(), 0};
    for (std::size_t i = 0; i <= pieces; ++i) {
      ZSTD_inBuffer from{piece.data(), i < pieces ? piece.size() : 0, 0};
      while (ZSTD_compressStream2(context, &to, &from, i < pieces ? ZSTD_e_continue : ZSTD_e_end) != 0 &&
             (i == pieces || from.pos < from.size)) {
      }
    }
    ZSTD_freeCCtx(context);
    out.resize(to.pos);
    return out;
  }
  z_stream stream{};
  deflateInit2(&stream, 1, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  for (std::size_t i = 0; i <= pieces; ++i) {
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
    stream.avail_in = i < pieces ? static_cast<uInt>(piece.size()) : 0;
    deflate(&stream, i < pieces ? Z_NO_FLUSH : Z_FINISH);
  }
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace dragoman
