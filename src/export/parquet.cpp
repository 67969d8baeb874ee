#include "export/parquet.h"

#include <zstd.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <unordered_map>
#include <vector>

#include "export/columns.h"

namespace dragoman::exporting {
namespace {

constexpr std::size_t rows_in_group = 50000;

// Thrift's compact protocol: fields in rising order, numbers as zigzag varints.
class Thrift {
 public:
  void integer(int field, std::int64_t value, bool is_long = false) {
    head(field, is_long ? 6 : 5);
    varint(zigzag(value));
  }
  void text(int field, std::string_view value) {
    head(field, 8);
    bytes(value);
  }
  void begin_struct(int field) {
    head(field, 12);
    open();
  }
  void begin_list(int field, int type, std::size_t size) {
    head(field, 9);
    if (size < 15) {
      out_ += static_cast<char>(size << 4 | static_cast<unsigned>(type));
    } else {
      out_ += static_cast<char>(0xF0 | type);
      varint(size);
    }
  }
  void item(std::int64_t value) { varint(zigzag(value)); }
  void item(std::string_view value) { bytes(value); }
  void open() {  // a struct in a list, or the outermost
    fields_.push_back(0);
  }
  void close() {
    out_ += '\0';
    fields_.pop_back();
  }
  std::string take() { return std::move(out_); }

 private:
  static std::uint64_t zigzag(std::int64_t value) {
    return static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
  }
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out_ += static_cast<char>(value | 0x80);
    out_ += static_cast<char>(value);
  }
  void bytes(std::string_view value) {
    varint(value.size());
    out_ += value;
  }
  void head(int field, int type) {
    const int step = field - fields_.back();
    if (step > 0 && step < 16) {
      out_ += static_cast<char>(step << 4 | type);
    } else {
      out_ += static_cast<char>(type);
      varint(zigzag(field));
    }
    fields_.back() = field;
  }
  std::string out_;
  std::vector<int> fields_;
};

enum PhysicalType { int32 = 1, int64 = 2, real = 5, byte_array = 6 };
enum Encoding { plain = 0, rle = 3, rle_dictionary = 8 };
constexpr int zstd_codec = 6, data_page = 0, dictionary_page = 2, of_struct = 12, of_i32 = 5, of_binary = 8;

PhysicalType physical(ColumnType type) {
  switch (type) {
    case ColumnType::text:
      return byte_array;
    case ColumnType::integer:
      return int64;
    case ColumnType::real:
      return real;
    case ColumnType::day:
      return int32;
  }
  return byte_array;
}

std::int32_t days_of(const std::string& day) {  // since 1970 (H. Hinnant, date algorithms)
  const int y0 = std::atoi(day.substr(0, 4).c_str()), m = std::atoi(day.substr(5, 2).c_str()),
            d = std::atoi(day.substr(8, 2).c_str());
  const int y = y0 - (m <= 2);
  const int era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
  const int doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

template <class T>
void append(std::string& out, T value) {
  static_assert(std::endian::native == std::endian::little);
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

// Numbers of `width` bits, in runs of eight (the "bit-packed" runs of the hybrid encoding).
std::string packed(const std::vector<std::uint32_t>& values, unsigned width) {
  const std::size_t groups = (values.size() + 7) / 8;
  std::string out;
  for (std::uint64_t head = groups << 1 | 1;; head >>= 7) {
    out += static_cast<char>(head >= 0x80 ? head | 0x80 : head);
    if (head < 0x80) break;
  }
  std::uint64_t bits = 0;
  unsigned count = 0;
  for (std::size_t i = 0; i < groups * 8; ++i) {
    bits |= static_cast<std::uint64_t>(i < values.size() ? values[i] : 0) << count;
    for (count += width; count >= 8; count -= 8, bits >>= 8) out += static_cast<char>(bits);
  }
  return out;
}

class ColumnBuffer {
 public:
  explicit ColumnBuffer(const Column& column) : column_(column) {}

  void add(const Cell& cell) {
    ++rows_;
    if (column_.type == ColumnType::text) {
      const std::string& text = std::get<std::string>(cell);
      const auto [entry, is_new] = numbers_.try_emplace(text, static_cast<std::uint32_t>(numbers_.size()));
      if (is_new) {
        append(plain_, static_cast<std::uint32_t>(text.size()));
        plain_ += text;
        note(text);
      }
      values_.push_back(entry->second);
      return;
    }
    const bool is_set = !std::holds_alternative<std::monostate>(cell);
    values_.push_back(is_set);
    if (!is_set) return;
    std::string bytes;
    if (const auto* number = std::get_if<std::int64_t>(&cell)) append(bytes, *number);
    if (const auto* number = std::get_if<double>(&cell)) append(bytes, *number);
    if (const auto* day = std::get_if<std::string>(&cell)) append(bytes, days_of(*day));
    plain_ += bytes;
    note(bytes);
  }

  // The pages of this group; `at` is where they begin in the file. Describes the chunk in `meta`.
  std::string pages(std::uint64_t at, Thrift& meta) {
    std::string out;
    const bool is_text = column_.type == ColumnType::text;
    std::uint64_t unpacked = 0;
    if (is_text) out = page(dictionary_page, plain_, numbers_.size(), unpacked);
    const std::uint64_t data_at = at + out.size();
    std::string body;
    if (is_text) {
      const unsigned width = std::max<unsigned>(1, static_cast<unsigned>(std::bit_width(numbers_.size() - 1)));
      body = static_cast<char>(width) + packed(values_, width);
    } else {
      const std::string levels = packed(values_, 1);
      append(body, static_cast<std::uint32_t>(levels.size()));
      body += levels + plain_;
    }
    out += page(data_page, body, rows_, unpacked);
    meta.open();
    meta.integer(2, static_cast<std::int64_t>(at), true);
    meta.begin_struct(3);
    meta.integer(1, physical(column_.type));
    meta.begin_list(2, of_i32, is_text ? 3 : 2);
    for (const int encoding : {plain, rle}) meta.item(std::int64_t{encoding});
    if (is_text) meta.item(std::int64_t{rle_dictionary});
    meta.begin_list(3, of_binary, 1);
    meta.item(column_.name);
    meta.integer(4, zstd_codec);
    meta.integer(5, static_cast<std::int64_t>(rows_), true);
    meta.integer(6, static_cast<std::int64_t>(unpacked), true);
    meta.integer(7, static_cast<std::int64_t>(out.size()), true);
    meta.integer(9, static_cast<std::int64_t>(data_at), true);
    if (is_text) meta.integer(11, static_cast<std::int64_t>(at), true);
    meta.begin_struct(12);
    const auto nulls = is_text ? 0 : std::count(values_.begin(), values_.end(), 0u);
    meta.integer(3, nulls, true);
    if (has_bounds_) {
      meta.text(5, most_);
      meta.text(6, least_);
    }
    meta.close();
    meta.close();
    meta.close();
    return out;
  }

 private:
  std::string page(int kind, const std::string& body, std::size_t count, std::uint64_t& unpacked) const {
    std::string small(ZSTD_compressBound(body.size()), '\0');
    const std::size_t size = ZSTD_compress(small.data(), small.size(), body.data(), body.size(), 3);
    small.resize(ZSTD_isError(size) ? 0 : size);
    Thrift head;
    head.open();
    head.integer(1, kind);
    head.integer(2, static_cast<std::int64_t>(body.size()));
    head.integer(3, static_cast<std::int64_t>(small.size()));
    head.begin_struct(kind == data_page ? 5 : 7);
    head.integer(1, static_cast<std::int64_t>(count));
    head.integer(2, kind == data_page && column_.type == ColumnType::text ? rle_dictionary : plain);
    if (kind == data_page) {
      head.integer(3, rle);
      head.integer(4, rle);
    }
    head.close();
    head.close();
    std::string out = head.take();
    unpacked += out.size() + body.size();
    return out + small;
  }

  bool is_less(const std::string& a, const std::string& b) const {
    const auto read = [](const std::string& bytes, auto value) {
      std::memcpy(&value, bytes.data(), sizeof value);
      return value;
    };
    switch (column_.type) {
      case ColumnType::text:
        return a < b;  // bytes, unsigned: the order of UTF-8
      case ColumnType::integer:
        return read(a, std::int64_t{}) < read(b, std::int64_t{});
      case ColumnType::real:
        return read(a, double{}) < read(b, double{});
      case ColumnType::day:
        return read(a, std::int32_t{}) < read(b, std::int32_t{});
    }
    return false;
  }
  void note(const std::string& value) {
    if (!has_bounds_ || is_less(value, least_)) least_ = value;
    if (!has_bounds_ || is_less(most_, value)) most_ = value;
    has_bounds_ = true;
  }

  const Column& column_;
  std::size_t rows_ = 0;
  std::string plain_;                  // values, or the dictionary
  std::vector<std::uint32_t> values_;  // numbers of the dictionary, or whether a value is there
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::string least_, most_;
  bool has_bounds_ = false;
};

class Parquet : public Exporter {
 public:
  explicit Parquet(Write write) : write_(std::move(write)) {}

  bool begin() override { return put("PAR1"); }
  bool add(const store::FlatEvent& event) override {
    if (buffers_.empty())
      for (const Column& column : columns()) buffers_.emplace_back(column);
    for (std::size_t i = 0; i < buffers_.size(); ++i) buffers_[i].add(columns()[i].cell(event));
    return ++buffered_ < rows_in_group || end_group();
  }
  bool end() override {
    if (buffered_ > 0 && !end_group()) return false;
    Thrift meta;
    meta.open();
    meta.integer(1, 2);
    meta.begin_list(2, of_struct, columns().size() + 1);
    meta.open();
    meta.text(4, "events");
    meta.integer(5, static_cast<std::int64_t>(columns().size()));
    meta.close();
    for (const Column& column : columns()) describe(meta, column);
    meta.integer(3, static_cast<std::int64_t>(rows_), true);
    meta.begin_list(4, of_struct, groups_.size());
    std::string footer = meta.take();
    for (const std::string& group : groups_) footer += group;
    Thrift rest;  // goes on behind field 4
    rest.open();
    rest.integer(4, 0);
    const std::size_t behind_four = rest.take().size();
    Thrift tail;
    tail.open();
    tail.integer(4, 0);
    tail.text(6, "dragoman");
    tail.close();
    footer += tail.take().substr(behind_four);
    std::string end = footer;
    append(end, static_cast<std::uint32_t>(footer.size()));
    return put(end + "PAR1");
  }

 private:
  static void describe(Thrift& meta, const Column& column) {
    const bool is_text = column.type == ColumnType::text, is_day = column.type == ColumnType::day;
    meta.open();
    meta.integer(1, physical(column.type));
    meta.integer(3, is_text ? 0 : 1);  // required, optional
    meta.text(4, column.name);
    if (is_text || is_day) {
      meta.integer(6, is_text ? 0 : 6);  // UTF8, DATE: for readers of before 2018
      meta.begin_struct(10);
      meta.begin_struct(is_text ? 1 : 6);
      meta.close();
      meta.close();
    }
    meta.close();
  }

  bool end_group() {
    Thrift meta;
    meta.open();
    meta.begin_list(1, of_struct, buffers_.size());
    const std::uint64_t begin = written_;
    for (ColumnBuffer& buffer : buffers_)
      if (!put(buffer.pages(written_, meta))) return false;
    meta.integer(2, static_cast<std::int64_t>(written_ - begin), true);
    meta.integer(3, static_cast<std::int64_t>(buffered_), true);
    meta.close();
    groups_.push_back(meta.take());
    rows_ += buffered_;
    buffered_ = 0;
    buffers_.clear();
    return true;
  }
  bool put(std::string_view bytes) {
    written_ += bytes.size();
    return write_(bytes);
  }

  Write write_;
  std::vector<ColumnBuffer> buffers_;
  std::vector<std::string> groups_;  // their descriptions
  std::size_t buffered_ = 0, rows_ = 0;
  std::uint64_t written_ = 0;
};

}  // namespace

std::unique_ptr<Exporter> make_parquet(Write write, const ExportOptions&) {
  return std::make_unique<Parquet>(std::move(write));
}

}  // namespace dragoman::exporting
