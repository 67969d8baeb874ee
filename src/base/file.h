// file.h: reading files whole and mapping them. Failures name the file and what the operating system said.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "dragoman/result.h"

namespace dragoman {

Result<std::string> read_file(const std::string& path);

struct MappedFile {
  std::shared_ptr<const void> mapping;  // unmaps when the last owner lets go
  std::string_view bytes;
};
Result<MappedFile> map_file(const std::string& path);

}  // namespace dragoman
