#include "base/word_clusters.h"

#include <cstring>

#include "base/file.h"

namespace dragoman {

Result<WordClusters> WordClusters::load(const std::string& path) {
  auto file = map_file(path);
  if (!file) return tl::unexpected(file.error());
  const std::string_view bytes = file->bytes;
  std::uint32_t sizes[2] = {};
  constexpr std::size_t header = 8 + sizeof sizes;
  if (bytes.size() >= header) std::memcpy(sizes, bytes.data() + 8, sizeof sizes);
  const std::uint64_t capacity = sizes[0];
  const bool good = bytes.starts_with("DRAGCLU1") && capacity && (capacity & (capacity - 1)) == 0 &&
                    sizes[1] < capacity && bytes.size() == header + capacity * sizeof(Slot);
  if (!good)
    return fail(FailureCode::bad_model, path, "not a file of word clusters, or cut short",
                "take the file of this version, or make it again (train/README.md)");
  WordClusters clusters;
  clusters.mapping_ = std::move(file->mapping);
  clusters.slots_ = reinterpret_cast<const Slot*>(bytes.data() + header);
  clusters.mask_ = capacity - 1;
  return clusters;
}

}  // namespace dragoman
