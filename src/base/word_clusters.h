// word_clusters.h: words of like use share a cluster (k-means over GloVe vectors, models/en.clusters.card.md): features
// for the learned parts that carry over to words not seen in training. Mapped file, immutable, thread safe.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "dragoman/result.h"

namespace dragoman {

struct WordCluster {        // ids count from 1; 0: the word is unknown
  std::uint16_t fine = 0;   // of 1,023
  std::uint8_t coarse = 0;  // of 127
  std::uint8_t broad = 0;   // of 31
};

class WordClusters {
 public:
  static Result<WordClusters> load(const std::string& path);  // models/en.clusters

  WordCluster find(std::string_view lower_case_word) const {
    const std::uint64_t hash = hash_of(lower_case_word);
    const auto key = static_cast<std::uint32_t>(hash >> 32) | 1u;
    for (std::uint64_t at = hash & mask_; slots_[at].key; at = (at + 1) & mask_)
      if (slots_[at].key == key) return slots_[at].cluster;
    return {};
  }

 private:
  struct Slot {
    std::uint32_t key;
    WordCluster cluster;
  };
  std::shared_ptr<const void> mapping_;
  const Slot* slots_ = nullptr;
  std::uint64_t mask_ = 0;
};

}  // namespace dragoman
