#include <algorithm>
#include <cstring>
#include <filesystem>

#include "base/file.h"
#include "base/hash.h"
#include "record/record_json.h"

namespace dragoman {
namespace {

// Of large files too, so eight bytes a step.
std::uint64_t digest_of(std::string_view bytes, std::uint64_t digest) {
  while (bytes.size() >= 8) {
    std::uint64_t word;
    std::memcpy(&word, bytes.data(), 8);
    digest = (digest ^ word) * 0x9e3779b97f4a7c15ull;
    digest ^= digest >> 32;
    bytes.remove_prefix(8);
  }
  return combine(digest, hash_of(bytes));
}

std::string digest_of_folders(const std::vector<std::string>& folders) {
  std::uint64_t digest = 0;
  for (const std::string& folder : folders) {
    std::vector<std::string> files;
    std::error_code error;
    for (std::filesystem::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
      if (at->is_regular_file(error)) files.push_back(at->path().lexically_relative(folder).string());
    std::sort(files.begin(), files.end());
    for (const std::string& name : files) {
      digest = combine(digest, hash_of(name));
      if (const auto file = map_file((std::filesystem::path(folder) / name).string()))
        digest = digest_of(file->bytes, digest);
    }
  }
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(digest));
  return text;
}

}  // namespace

Versions versions_of(const std::string& data_folder, const std::vector<std::string>& overlays) {
  std::vector<std::string> knowledge = {data_folder + "/knowledge"};
  knowledge.insert(knowledge.end(), overlays.begin(), overlays.end());
  return {DRAGOMAN_VERSION, digest_of_folders(knowledge), digest_of_folders({data_folder + "/models"})};
}

}  // namespace dragoman
