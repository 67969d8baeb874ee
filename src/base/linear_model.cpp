// The file: header, class names (each length byte + bytes), padding to 8, slots {key, row} by open addressing, rows
// {float scale, int8 weight a class}, row size a multiple of 4.
#include "base/linear_model.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "base/file.h"

namespace dragoman {
namespace {

constexpr std::uint64_t magic = 0x314e494c47415244ull;  // "DRAGLIN1"

struct Header {
  std::uint64_t magic, fingerprint, capacity;
  std::uint32_t classes, rows;
};

std::uint32_t row_size(std::uint32_t classes) { return (4 + classes + 3) / 4 * 4; }

}  // namespace

Result<LinearModel> LinearModel::load(const std::string& path, std::uint64_t fingerprint) {
  const auto bad = [&](const char* what) {
    return fail(FailureCode::bad_model, path, what,
                "take the file of this version, or train it again (train/README.md)");
  };
  auto file = map_file(path);
  if (!file) return tl::unexpected(file.error());
  const std::string_view bytes = file->bytes;
  Header header;
  if (bytes.size() < sizeof header) return bad("model is cut short");
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.magic != magic) return bad("not a linear model");
  if (header.fingerprint != fingerprint) return bad("model was made with other features");
  LinearModel model;
  std::size_t at = sizeof header;
  for (std::uint32_t i = 0; i < header.classes; ++i) {
    if (at >= bytes.size()) return bad("model is cut short");
    const auto length = static_cast<unsigned char>(bytes[at]);
    model.names_.emplace_back(bytes.substr(at + 1, length));
    at += 1 + length;
  }
  at = (at + 7) / 8 * 8;
  const std::uint32_t row_bytes = row_size(header.classes);
  const bool power = header.capacity && (header.capacity & (header.capacity - 1)) == 0;
  if (!power || header.capacity > bytes.size() || header.rows >= header.capacity ||
      at + header.capacity * sizeof(Slot) + std::uint64_t{header.rows} * row_bytes != bytes.size())
    return bad("model is cut short");
  model.mapping_ = std::move(file->mapping);
  model.slots_ = reinterpret_cast<const Slot*>(bytes.data() + at);
  model.rows_ = reinterpret_cast<const unsigned char*>(bytes.data()) + at + header.capacity * sizeof(Slot);
  model.mask_ = header.capacity - 1;
  model.classes_ = header.classes;
  model.row_bytes_ = row_bytes;
  return model;
}

std::uint32_t LinearModel::best(std::span<const std::uint64_t> features, std::vector<float>& scores) const {
  scores.assign(classes_, 0.0f);
  for (const std::uint64_t feature : features) add(feature, scores.data());
  return static_cast<std::uint32_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

Result<void> write_linear_model(const std::string& path, std::uint64_t fingerprint,
                                const std::vector<std::string>& class_names, std::vector<LinearRow> rows) {
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.feature < b.feature; });
  Header header{magic, fingerprint, 16, static_cast<std::uint32_t>(class_names.size()),
                static_cast<std::uint32_t>(rows.size())};
  while (header.capacity < rows.size() * 3 / 2 + 1) header.capacity *= 2;
  std::string out(reinterpret_cast<const char*>(&header), sizeof header);
  for (const std::string& name : class_names) {
    out += static_cast<char>(name.size());
    out += name;
  }
  out.resize((out.size() + 7) / 8 * 8);
  std::vector<std::uint32_t> slots(header.capacity * 2);
  std::string weights;
  const std::uint32_t row_bytes = row_size(header.classes);
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    std::uint64_t at = rows[i].feature & (header.capacity - 1);
    while (slots[at * 2]) at = (at + 1) & (header.capacity - 1);
    slots[at * 2] = static_cast<std::uint32_t>(rows[i].feature >> 32) | 1u;
    slots[at * 2 + 1] = i;
    float largest = 0;
    for (const float weight : rows[i].weights) largest = std::max(largest, std::fabs(weight));
    const float scale = largest / 127;
    std::string row(row_bytes, '\0');
    std::memcpy(row.data(), &scale, sizeof scale);
    for (std::uint32_t c = 0; c < header.classes; ++c)
      row[4 + c] = static_cast<char>(scale > 0 ? std::lround(rows[i].weights[c] / scale) : 0);
    weights += row;
  }
  out.append(reinterpret_cast<const char*>(slots.data()), slots.size() * sizeof slots[0]);
  out += weights;
  std::FILE* file = std::fopen(path.c_str(), "wb");
  const bool written = file && std::fwrite(out.data(), 1, out.size(), file) == out.size();
  if (file && std::fclose(file) == 0 && written) return {};
  return fail(FailureCode::unreadable, path, "cannot be written", "check the folder and the free space");
}

}  // namespace dragoman
