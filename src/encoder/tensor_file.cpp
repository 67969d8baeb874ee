#include "encoder/tensor_file.h"

#include <cstring>

#include "base/file.h"

namespace dragoman {
namespace {

std::uint64_t row_bytes(const Table& table) {
  switch (table.type) {
    case 0:
      return std::uint64_t{4} * table.cols;
    case 1:
      return 4 + std::uint64_t{table.cols};
    case 2:
      return 4 + (std::uint64_t{table.cols} + 1) / 2;
    default:
      return table.cols;
  }
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  template <class Number>
  bool read(Number& number) {
    if (bytes_.size() < sizeof number) return false;
    std::memcpy(&number, bytes_.data(), sizeof number);
    bytes_.remove_prefix(sizeof number);
    return true;
  }
  bool read(std::string& name) {
    std::uint8_t size = 0;
    if (!read(size) || bytes_.size() < size) return false;
    name.assign(bytes_.substr(0, size));
    bytes_.remove_prefix(size);
    return true;
  }

 private:
  std::string_view bytes_;
};

}  // namespace

Result<TensorFile> TensorFile::load(const std::string& path) {
  auto file = map_file(path);
  if (!file) return tl::unexpected(file.error());
  const auto bad = [&] {
    return fail(FailureCode::bad_model, path, "not a file of tables, or cut short",
                "take the file of this version, or make it again (train/README.md)");
  };
  const std::string_view bytes = file->bytes;
  if (!bytes.starts_with("DRAGENC1")) return bad();
  Reader reader(bytes.substr(8));
  std::uint32_t count = 0;
  if (!reader.read(count)) return bad();
  TensorFile tensors;
  for (std::uint32_t i = 0; i < count; ++i) {
    Entry entry;
    std::uint64_t offset = 0;
    Table& table = entry.table;
    if (!reader.read(entry.name) || !reader.read(table.type) || !reader.read(table.rows) || !reader.read(table.cols) ||
        !reader.read(offset))
      return bad();
    const std::uint64_t size = table.rows * row_bytes(table);
    if (offset > bytes.size() || size > bytes.size() - offset || offset % 4) return bad();
    table.data = reinterpret_cast<const unsigned char*>(bytes.data()) + offset;
    tensors.entries_.push_back(std::move(entry));
  }
  tensors.mapping_ = std::move(file->mapping);
  return tensors;
}

Table TensorFile::find(std::string_view name) const {
  for (const Entry& entry : entries_)
    if (entry.name == name) return entry.table;
  return {};
}

std::vector<float> TensorFile::floats(std::string_view name) const {
  const Table table = find(name);
  std::vector<float> out(table.type == 0 ? std::size_t{table.rows} * table.cols : 0);
  if (!out.empty()) std::memcpy(out.data(), table.data, out.size() * sizeof(float));
  return out;
}

std::vector<std::string> TensorFile::words(std::string_view name) const {
  const Table table = find(name);
  std::vector<std::string> out;
  std::string_view all(reinterpret_cast<const char*>(table.data),
                       table.data ? std::size_t{table.rows} * table.cols : 0);
  while (!all.empty()) {
    const std::size_t end = std::min(all.find('\n'), all.size());
    out.emplace_back(all.substr(0, end));
    all.remove_prefix(std::min(end + 1, all.size()));
  }
  return out;
}

Linear TensorFile::linear(std::string_view name) const {
  const Table table = find(std::string(name) + ".weight");
  const std::vector<float> values = floats(std::string(name) + ".weight");
  return {PackedMatrix(values.data(), table.rows, table.cols), floats(std::string(name) + ".bias")};
}

void add_row(const Table& table, std::uint32_t row, float* sum) {
  const unsigned char* at = table.data + row * row_bytes(table);
  float scale;
  std::memcpy(&scale, at, sizeof scale);
  at += sizeof scale;
  if (table.type == 1) {
    const auto* values = reinterpret_cast<const signed char*>(at);
    for (std::uint32_t c = 0; c < table.cols; ++c) sum[c] += scale * static_cast<float>(values[c]);
  } else {
    for (std::uint32_t c = 0; c < table.cols; ++c)
      sum[c] += scale * static_cast<float>(static_cast<int>(at[c / 2] >> (c % 2 * 4) & 15) - 8);
  }
}

}  // namespace dragoman
