#include "base/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace dragoman {
namespace {

auto refused(const std::string& path) {
  const bool missing = errno == ENOENT;
  return fail(missing ? FailureCode::not_found : FailureCode::unreadable, path,
              missing ? "no such file" : std::string("cannot be read: ") + std::strerror(errno),
              missing ? "check the name" : "check the permissions");
}

struct Descriptor {
  int number;
  ~Descriptor() {
    if (number >= 0) close(number);
  }
};

}  // namespace

Result<std::string> read_file(const std::string& path) {
  const Descriptor file{open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.number < 0) return refused(path);
  std::string out;
  char buffer[1 << 16];
  for (;;) {
    const ssize_t got = read(file.number, buffer, sizeof buffer);
    if (got < 0) return refused(path);
    if (got == 0) return out;
    out.append(buffer, static_cast<std::size_t>(got));
  }
}

Result<MappedFile> map_file(const std::string& path) {
  const Descriptor file{open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  struct stat status {};
  if (file.number < 0 || fstat(file.number, &status) != 0) return refused(path);
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) return MappedFile{};
  void* at = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number, 0);
  if (at == MAP_FAILED) return refused(path);
  return MappedFile{std::shared_ptr<const void>(at, [size](const void* p) { munmap(const_cast<void*>(p), size); }),
                    {static_cast<const char*>(at), size}};
}

}  // namespace dragoman
