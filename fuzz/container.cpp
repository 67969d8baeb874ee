// A container format, named by the macro DRAGOMAN_FORMAT: any bytes to documents or failures that say where.
#include "fuzz/door.h"
#include "source/formats.h"

namespace {

using namespace dragoman;

const ContainerFormat& format() {
  for (const ContainerFormat& candidate : container_formats())
    if (candidate.name == DRAGOMAN_FORMAT) return candidate;
  fuzz::fail_with("no format is called " DRAGOMAN_FORMAT);
}

void check(const Result<Source>& source) {
  if (!source) {
    fuzz::expect(!source.error().what.empty() && !source.error().remedy.empty(), "a failure without what or remedy");
    fuzz::expect(source.error().file.starts_with("input"), "a failure without a file");
    return;
  }
  fuzz::expect(source->bytes != nullptr, "a source without bytes");
  fuzz::expect(source->origin.name.starts_with("input"), "a source without the container's name");
  fuzz::checked_page(*source);
}

std::size_t read(std::string_view bytes) {
  std::size_t documents = 0;
  ByteStream stream = ByteStream::over(bytes, "input");
  const bool whole = format().read(stream, {.name = "input"}, fuzz::source_tables(), [&](Result<Source> source) {
    check(source);
    ++documents;
    return true;
  });
  fuzz::expect(whole, "reading stopped though nobody asked it to");
  return documents;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  dragoman::fuzz::expect(read(bytes) == read(bytes), "the same bytes give two numbers of documents");
  return 0;
}
