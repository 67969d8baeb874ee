// weight_table.h: the weights of the tagger and the parser, in two compact tables mapped from disk (little endian).
//
// Sums are of integers, so equal input gives equal answers on every machine. Immutable, safe to share between
// threads. A file carries the fingerprint of the features it was made with and is refused by a reader with another.
//   MoveWeights: hashed feature -> the weights of three moves, in one slot of 8 bytes.
//   RowWeights:  hashed feature -> a short list of (class, weight).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dragoman/result.h"

namespace dragoman {

class MoveWeights {
 public:
  static Result<MoveWeights> load(const std::string& path, std::uint64_t fingerprint);

  void add(std::uint64_t feature, std::int32_t* scores) const {
    const std::uint16_t key = key_of(feature);
    for (std::uint64_t at = place_of(feature); slots_[at].key != 0; at = at + 1 == capacity_ ? 0 : at + 1) {
      const Slot& slot = slots_[at];
      if (slot.key != key) continue;
      for (int c = 0; c < 3; ++c) scores[c] += slot.weights[c];
      return;
    }
  }
  void prefetch(std::uint64_t feature) const { __builtin_prefetch(&slots_[place_of(feature)]); }

  struct Slot {
    std::uint16_t key;  // 0: empty
    std::int16_t weights[3];
  };
  static std::uint16_t key_of(std::uint64_t feature) {
    return static_cast<std::uint16_t>((feature >> 48) ? (feature >> 48) : 1);
  }

 private:
  std::uint64_t place_of(std::uint64_t feature) const { return ((feature & 0xffffffffu) * capacity_) >> 32; }

  std::shared_ptr<const void> mapping_;
  const Slot* slots_ = nullptr;
  std::uint64_t capacity_ = 0;
};

class RowWeights {
 public:
  static Result<RowWeights> load(const std::string& path, std::uint64_t fingerprint);
  const std::vector<std::string>& class_names() const { return names_; }

  struct Entry {
    std::uint8_t label;
    std::int8_t code;  // weight = code * |code|: fine for small weights, wide for large ones
  };
  // Entries of a feature; the first one's label is their number. Null when the feature is unknown.
  const Entry* find(std::uint64_t feature) const {
    const auto key = static_cast<std::uint32_t>(feature >> 32) | 1u;
    for (std::uint64_t at = place_of(feature); slots_[at].key != 0; at = at + 1 == capacity_ ? 0 : at + 1)
      if (slots_[at].key == key) return entries_ + slots_[at].first;
    return nullptr;
  }
  void add(std::uint64_t feature, std::int32_t* scores) const {
    const Entry* entry = find(feature);
    if (!entry) return;
    for (unsigned i = 1; i <= entry->label; ++i) {
      const std::int32_t code = entry[i].code;
      scores[entry[i].label] += code < 0 ? -code * code : code * code;
    }
  }
  void prefetch(std::uint64_t feature) const { __builtin_prefetch(&slots_[place_of(feature)]); }

  struct Slot {
    std::uint32_t key;  // 0: empty
    std::uint32_t first;
  };

 private:
  std::uint64_t place_of(std::uint64_t feature) const { return ((feature & 0xffffffffu) * capacity_) >> 32; }

  std::shared_ptr<const void> mapping_;
  const Slot* slots_ = nullptr;
  const Entry* entries_ = nullptr;
  std::uint64_t capacity_ = 0;
  std::vector<std::string> names_;
};

struct WeightRow {
  std::uint64_t feature;
  std::vector<std::pair<std::uint8_t, float>> weights;  // (class, weight), classes ascending
};

// Rows are written in the order of their features. Weights are scaled so that few are clipped; scores of one table
// are comparable with each other only.
Result<void> write_move_weights(const std::string& path, std::uint64_t fingerprint, std::vector<WeightRow> rows);
Result<void> write_row_weights(const std::string& path, std::uint64_t fingerprint,
                               const std::vector<std::string>& class_names, std::vector<WeightRow> rows);

}  // namespace dragoman
