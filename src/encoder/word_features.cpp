#include "encoder/word_features.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/hash.h"

namespace dragoman {
namespace {

constexpr std::uint64_t hash_seed = 0xcbf29ce484222325ull;
constexpr std::uint32_t prefixes = 4096, suffixes = 8192, tails = 2048, shapes = 512;

// One form for marks that newsrooms write in several ways; the vectors know only the plain one.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> plain_marks = {{{"\u201c", "\""},
                                                                                        {"\u201d", "\""},
                                                                                        {"``", "\""},
                                                                                        {"''", "\""},
                                                                                        {"\u2018", "'"},
                                                                                        {"\u2019", "'"},
                                                                                        {"\u2013", "-"},
                                                                                        {"\u2014", "--"},
                                                                                        {"-LRB-", "("},
                                                                                        {"-RRB-", ")"},
                                                                                        {"-LSB-", "["},
                                                                                        {"-RSB-", "]"}}};

void append_normal(std::string& out, std::string_view word) {
  for (const auto& [mark, plain] : plain_marks) {
    if (word == mark) {
      out = plain;
      return;
    }
  }
  for (std::size_t at = 0; at < word.size();) {
    if (word.substr(at).starts_with("\u2019")) {
      out += '\'';
      at += 3;
    } else {
      out += word[at++];
    }
  }
}

unsigned char kind_of(unsigned char byte) {
  if (byte >= 'A' && byte <= 'Z') return 'X';
  if (byte >= 'a' && byte <= 'z') return 'x';
  if (byte >= '0' && byte <= '9') return '0';
  return byte >= 128 ? 'u' : byte;
}

std::uint32_t shape_of(std::string_view word) {
  char shape[25] = {'h'};
  std::size_t size = 1;
  for (std::size_t i = 0; i < word.size() && i < 24; ++i) {
    const char kind = static_cast<char>(kind_of(static_cast<unsigned char>(word[i])));
    if (size >= 3 && shape[size - 1] == kind && shape[size - 2] == kind) continue;
    shape[size++] = kind;
  }
  return static_cast<std::uint32_t>(hash_of({shape, size}) % shapes);
}

std::uint32_t bucket(char kind, std::string_view part, std::uint32_t size) {
  const std::uint64_t seed = (hash_seed ^ static_cast<unsigned char>(kind)) * 0x100000001b3ull;
  return static_cast<std::uint32_t>(hash_of(part, seed) % size);
}

}  // namespace

WordFeatures word_features(std::string_view word, std::string& room) {
  room.clear();
  append_normal(room, word);
  WordFeatures features{};
  features.shape = shape_of(room);
  for (char& byte : room)
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte + 32);
  const std::string_view small = room;
  features.word = hash_of(small);
  features.prefix = bucket('p', small.substr(0, 3), prefixes);
  features.suffix = bucket('s', small.substr(small.size() - std::min<std::size_t>(3, small.size())), suffixes);
  features.tail = bucket('t', small.substr(small.size() - std::min<std::size_t>(2, small.size())), tails);
  return features;
}

}  // namespace dragoman
