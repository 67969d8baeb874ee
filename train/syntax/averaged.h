// averaged.h: averaged perceptron weights over hashed features with few classes used a feature.
//
// Averages by Daume's trick: beside each weight stands the sum of (update x time), so the mean is
// weight - sum / time. Same updates in the same order give the same weights.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "syntax/weight_table.h"

namespace dragoman {

class AveragedWeights {
 public:
  AveragedWeights() : slots_(1u << 20) {}

  void score(std::span<const std::uint64_t> features, std::span<float> scores) const {
    std::fill(scores.begin(), scores.end(), 0.0f);
    for (const std::uint64_t feature : features) __builtin_prefetch(&slots_[feature & (slots_.size() - 1)]);
    for (const std::uint64_t feature : features) {
      const Slot& slot = slots_[place_of(feature)];
      if (slot.key == 0) continue;
      for (const Entry& entry : rows_[slot.row].entries) scores[entry.label] += entry.weight;
    }
  }

  void update(std::span<const std::uint64_t> features, std::uint32_t right, std::uint32_t wrong, float by) {
    for (const std::uint64_t feature : features) {
      Row& row = row_of(feature);
      ++row.updates;
      move(row, right, by);
      move(row, wrong, -by);
    }
  }
  void step() { ++time_; }

  // Rows with at least `least_updates` and a weight of at least `least_weight`, the `most` largest of them.
  std::vector<WeightRow> averages(std::uint32_t least_updates, float least_weight, std::size_t most) const {
    std::vector<std::pair<float, WeightRow>> found;
    for (const Slot& slot : slots_) {
      if (slot.key == 0 || rows_[slot.row].updates < least_updates) continue;
      WeightRow made{slot.key, {}};
      float largest = 0;
      for (const Entry& entry : rows_[slot.row].entries) {
        const double mean = entry.weight - entry.sum / static_cast<double>(std::max<std::uint64_t>(time_, 1));
        const auto weight = static_cast<float>(mean);
        if (std::fabs(weight) < least_weight / 4) continue;
        largest = std::max(largest, std::fabs(weight));
        made.weights.emplace_back(entry.label, weight);
      }
      std::sort(made.weights.begin(), made.weights.end());
      if (largest >= least_weight) found.emplace_back(largest, std::move(made));
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second.feature < b.second.feature;
    });
    if (found.size() > most) found.resize(most);
    std::vector<WeightRow> rows;
    for (auto& [size, row] : found) rows.push_back(std::move(row));
    return rows;
  }
  std::size_t size() const { return rows_.size(); }

 private:
  struct Entry {
    std::uint8_t label;
    float weight;
    double sum;
  };
  struct Row {
    std::vector<Entry> entries;
    std::uint32_t updates = 0;
  };
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t row = 0;
  };

  std::size_t place_of(std::uint64_t feature) const {
    std::size_t at = feature & (slots_.size() - 1);
    while (slots_[at].key != 0 && slots_[at].key != feature) at = (at + 1) & (slots_.size() - 1);
    return at;
  }

  Row& row_of(std::uint64_t feature) {
    std::size_t at = place_of(feature);
    if (slots_[at].key == 0) {
      if (rows_.size() * 2 > slots_.size()) {
        grow();
        at = place_of(feature);
      }
      slots_[at] = {feature, static_cast<std::uint32_t>(rows_.size())};
      rows_.emplace_back();
    }
    return rows_[slots_[at].row];
  }

  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old)
      if (slot.key) slots_[place_of(slot.key)] = slot;
  }

  void move(Row& row, std::uint32_t label, float by) {
    for (Entry& entry : row.entries) {
      if (entry.label != label) continue;
      entry.weight += by;
      entry.sum += static_cast<double>(by) * static_cast<double>(time_);
      return;
    }
    row.entries.push_back({static_cast<std::uint8_t>(label), by, static_cast<double>(by) * static_cast<double>(time_)});
  }

  std::vector<Slot> slots_;
  std::vector<Row> rows_;
  std::uint64_t time_ = 0;
};

}  // namespace dragoman
