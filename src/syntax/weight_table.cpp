// The file: header, class names (length byte + bytes), padding to 8, slots by open addressing, entries.
#include "syntax/weight_table.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "base/file.h"

namespace dragoman {
namespace {

constexpr std::uint64_t move_magic = 0x3145564f4d474152ull;  // "RAGMOVE1"
constexpr std::uint64_t row_magic = 0x3153574f52474152ull;   // "RAGROWS1"

struct Header {
  std::uint64_t magic, fingerprint, capacity, entries;
  std::uint64_t classes;
};

struct Opened {
  MappedFile file;
  Header header;
  std::vector<std::string> names;
  std::size_t slots_at = 0;
};

Result<Opened> open_table(const std::string& path, std::uint64_t magic, std::uint64_t fingerprint,
                          std::size_t entry_size) {
  const auto bad = [&](const char* what) {
    return fail(FailureCode::bad_model, path, what, "take the file of this version, or train it again (doc/syntax.md)");
  };
  auto file = map_file(path);
  if (!file) return tl::unexpected(file.error());
  Opened opened{std::move(*file), {}, {}, sizeof(Header)};
  const std::string_view bytes = opened.file.bytes;
  Header& header = opened.header;
  if (bytes.size() < sizeof header) return bad("model is cut short");
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.magic != magic) return bad("not a table of weights");
  if (header.fingerprint != fingerprint) return bad("model was made with other features");
  std::size_t at = sizeof header;
  for (std::uint64_t i = 0; i < header.classes; ++i) {
    if (at >= bytes.size()) return bad("model is cut short");
    const auto length = static_cast<unsigned char>(bytes[at]);
    if (at + 1 + length > bytes.size()) return bad("model is cut short");
    opened.names.emplace_back(bytes.substr(at + 1, length));
    at += 1 + length;
  }
  opened.slots_at = (at + 7) / 8 * 8;
  if (header.capacity == 0 || header.capacity > bytes.size() || header.entries > bytes.size() ||
      opened.slots_at + header.capacity * 8 + header.entries * entry_size != bytes.size())
    return bad("model is cut short");
  return opened;
}

std::string head_of(const Header& header, const std::vector<std::string>& names) {
  std::string out(reinterpret_cast<const char*>(&header), sizeof header);
  for (const std::string& name : names) {
    out += static_cast<char>(name.size());
    out += name;
  }
  out.resize((out.size() + 7) / 8 * 8);
  return out;
}

Result<void> write_whole(const std::string& path, const std::string& bytes) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  const bool written = file && std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  if (file && std::fclose(file) == 0 && written) return {};
  return fail(FailureCode::unreadable, path, "cannot be written", "check the folder and the free space");
}

// The weight that only one in ten thousand exceeds.
float clip_of(const std::vector<WeightRow>& rows) {
  std::vector<float> sizes;
  for (const WeightRow& row : rows)
    for (const auto& [label, weight] : row.weights) sizes.push_back(std::fabs(weight));
  if (sizes.empty()) return 1;
  const std::size_t nth = sizes.size() - 1 - sizes.size() / 10000;
  std::nth_element(sizes.begin(), sizes.begin() + static_cast<std::ptrdiff_t>(nth), sizes.end());
  return std::max(sizes[nth], 1e-6f);
}

std::uint64_t capacity_for(std::size_t rows) { return rows * 10 / 7 + 8; }

void sort_rows(std::vector<WeightRow>& rows) {
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.feature < b.feature; });
}

template <class Slot>
std::uint64_t free_place(const std::vector<Slot>& slots, std::uint64_t feature) {
  std::uint64_t at = ((feature & 0xffffffffu) * slots.size()) >> 32;
  while (slots[at].key) at = at + 1 == slots.size() ? 0 : at + 1;
  return at;
}

template <class T>
void append(std::string& out, const std::vector<T>& values) {
  out.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
}

}  // namespace

Result<MoveWeights> MoveWeights::load(const std::string& path, std::uint64_t fingerprint) {
  auto opened = open_table(path, move_magic, fingerprint, 0);
  if (!opened) return tl::unexpected(opened.error());
  MoveWeights table;
  table.slots_ = reinterpret_cast<const Slot*>(opened->file.bytes.data() + opened->slots_at);
  table.capacity_ = opened->header.capacity;
  table.mapping_ = std::move(opened->file.mapping);
  return table;
}

Result<RowWeights> RowWeights::load(const std::string& path, std::uint64_t fingerprint) {
  auto opened = open_table(path, row_magic, fingerprint, sizeof(Entry));
  if (!opened) return tl::unexpected(opened.error());
  RowWeights table;
  table.slots_ = reinterpret_cast<const Slot*>(opened->file.bytes.data() + opened->slots_at);
  table.capacity_ = opened->header.capacity;
  table.entries_ = reinterpret_cast<const Entry*>(opened->file.bytes.data() + opened->slots_at + table.capacity_ * 8);
  table.names_ = std::move(opened->names);
  table.mapping_ = std::move(opened->file.mapping);
  return table;
}

Result<void> write_move_weights(const std::string& path, std::uint64_t fingerprint, std::vector<WeightRow> rows) {
  sort_rows(rows);
  const float scale = 8191 / clip_of(rows);  // sums of some hundred features stay far inside 32 bits
  std::vector<MoveWeights::Slot> slots(capacity_for(rows.size()));
  for (const WeightRow& row : rows) {
    MoveWeights::Slot& slot = slots[free_place(slots, row.feature)];
    slot.key = MoveWeights::key_of(row.feature);
    for (const auto& [label, weight] : row.weights)
      slot.weights[label] = static_cast<std::int16_t>(std::lround(std::clamp(weight * scale, -32767.0f, 32767.0f)));
  }
  std::string out = head_of({move_magic, fingerprint, slots.size(), 0, 0}, {});
  append(out, slots);
  return write_whole(path, out);
}

Result<void> write_row_weights(const std::string& path, std::uint64_t fingerprint,
                               const std::vector<std::string>& class_names, std::vector<WeightRow> rows) {
  sort_rows(rows);
  const float scale = 127 * 127 / clip_of(rows);
  std::vector<RowWeights::Slot> slots(capacity_for(rows.size()));
  std::vector<RowWeights::Entry> entries;
  for (const WeightRow& row : rows) {
    const std::size_t first = entries.size();
    entries.push_back({0, 0});
    for (const auto& [label, weight] : row.weights) {
      const float root = std::sqrt(std::fabs(weight) * scale);
      const auto code = static_cast<std::int8_t>(std::lround(std::min(root, 127.0f)) * (weight < 0 ? -1 : 1));
      if (code) entries.push_back({label, code});
    }
    entries[first].label = static_cast<std::uint8_t>(entries.size() - first - 1);
    RowWeights::Slot& slot = slots[free_place(slots, row.feature)];
    slot.key = static_cast<std::uint32_t>(row.feature >> 32) | 1u;
    slot.first = static_cast<std::uint32_t>(first);
  }
  std::string out = head_of({row_magic, fingerprint, slots.size(), entries.size(), class_names.size()}, class_names);
  append(out, slots);
  append(out, entries);
  return write_whole(path, out);
}

}  // namespace dragoman
