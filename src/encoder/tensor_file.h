// tensor_file.h: a file of named tables, mapped into memory: the weights of the encoder and its heads.
//
// Little endian: "DRAGENC1", uint32 count, then for each table: name (length byte, bytes), type byte, uint32 rows,
// uint32 cols, uint64 offset from the file's begin; tables are aligned to 64 bytes. Types: 0 float32; 1 rows of
// {float32 scale, int8 x cols}; 2 rows of {float32 scale, 4 bits x cols, value - 8, low nibble first}; 3 bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/result.h"
#include "encoder/matrix.h"

namespace dragoman {

struct Table {
  std::uint8_t type = 0;
  std::uint32_t rows = 0, cols = 0;
  const unsigned char* data = nullptr;
};

class TensorFile {
 public:
  static Result<TensorFile> load(const std::string& path);

  // An empty table when there is none of this name.
  Table find(std::string_view name) const;
  std::vector<float> floats(std::string_view name) const;
  std::vector<std::string> words(std::string_view name) const;  // a table of bytes, one word a line
  Linear linear(std::string_view name) const;                   // from NAME.weight and NAME.bias
  bool has(std::string_view name) const { return find(name).data != nullptr; }

 private:
  struct Entry {
    std::string name;
    Table table;
  };
  std::shared_ptr<const void> mapping_;
  std::vector<Entry> entries_;
};

// sum[0..cols) += the row of a table of type 1 or 2.
void add_row(const Table& table, std::uint32_t row, float* sum);

}  // namespace dragoman
