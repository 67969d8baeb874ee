#include "store/clusters.h"

#include <algorithm>
#include <array>
#include <limits>

#include "base/hash.h"
#include "base/unicode.h"

namespace dragoman::store {
namespace {

constexpr std::size_t bands = 2, rows = 3, shingle = 3, least_words = 8;
constexpr std::int64_t window_days = 4;

// Days since 1970, proleptic Gregorian (H. Hinnant, chrono-compatible low-level date algorithms).
std::int64_t day_number(const std::string& day) {
  const int y0 = std::atoi(day.substr(0, 4).c_str()), m = std::atoi(day.substr(5, 2).c_str()),
            d = std::atoi(day.substr(8, 2).c_str());
  const int y = m <= 2 ? y0 - 1 : y0;
  const int era = (y >= 0 ? y : y - 399) / 400;
  const int yoe = y - era * 400, doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  return static_cast<std::int64_t>(era) * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

std::vector<std::uint64_t> words_of(std::string_view sentence) {
  std::vector<std::uint64_t> out;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) out.push_back(hash_of(word));
    word.clear();
  };
  for (const char c : sentence) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z')) {
      word += static_cast<char>(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
    } else {
      end_word();
    }
  }
  end_word();
  return out;
}

std::array<std::uint64_t, bands> bands_of(const std::vector<std::uint64_t>& words) {
  std::array<std::uint64_t, bands * rows> least;
  least.fill(std::numeric_limits<std::uint64_t>::max());
  for (std::size_t i = 0; i + shingle <= words.size(); ++i) {
    const std::uint64_t triple = combine(combine(words[i], words[i + 1]), words[i + 2]);
    for (std::size_t row = 0; row < least.size(); ++row) least[row] = std::min(least[row], combine(triple, row + 1));
  }
  std::array<std::uint64_t, bands> out{};
  for (std::size_t band = 0; band < bands; ++band)
    for (std::size_t row = 0; row < rows; ++row) out[band] = combine(out[band], least[band * rows + row]);
  return out;
}

}  // namespace

std::vector<std::uint64_t> buckets_of(const FlatEvent& event, const std::string& sentence,
                                      const std::string& published_day) {
  std::vector<std::uint64_t> out;
  const auto party = [](const std::vector<FlatParty>& list) {
    return list.empty() ? std::uint64_t{0} : hash_of(list[0].country + '|' + list[0].sector);
  };
  const std::uint64_t what =
      combine(hash_of(event.type + '|' + event.status), combine(party(event.actors), party(event.recipients)));
  const auto is_known = [](const std::vector<FlatParty>& list) {
    return !list.empty() && !list[0].country.empty() && !list[0].sector.empty();
  };
  if (event.grain == "day" && event.geonameid && is_known(event.actors) && is_known(event.recipients))
    out.push_back(combine(combine(what, hash_of(event.day)), static_cast<std::uint64_t>(*event.geonameid)));
  const std::string& day = event.grain == "day" ? event.day : published_day;
  const std::vector<std::uint64_t> words = words_of(sentence);
  if (day.size() != 10 || words.size() < least_words) return out;
  const std::int64_t number = day_number(day);
  for (const std::uint64_t band : bands_of(words))
    for (const std::int64_t shift : {std::int64_t{0}, window_days / 2})  // windows overlap by half
      out.push_back(combine(combine(what, band),
                            static_cast<std::uint64_t>((number + shift) / window_days * 2 + (shift ? 1 : 0))));
  return out;
}

void BucketTable::clear(std::size_t size) { slots_.assign(size, {}); }

std::int64_t* BucketTable::find_or_add(std::uint64_t hash, std::int64_t event, bool& is_new) {
  hash |= 1;  // 0 marks an empty slot
  if (used_ * 5 >= slots_.size() * 3) {
    std::vector<Slot> old = std::move(slots_);
    clear(old.size() * 2);
    for (const Slot& slot : old) {
      if (!slot.hash) continue;
      std::size_t at = (slot.hash >> 1) & (slots_.size() - 1);
      while (slots_[at].hash) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = slot;
    }
  }
  std::size_t at = (hash >> 1) & (slots_.size() - 1);
  while (slots_[at].hash && slots_[at].hash != hash) at = (at + 1) & (slots_.size() - 1);
  is_new = slots_[at].hash == 0;
  if (is_new) {
    slots_[at] = {hash, event};
    ++used_;
  }
  return &slots_[at].event;
}

}  // namespace dragoman::store
