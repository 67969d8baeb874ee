// page: any bytes to blocks, mended and labelled, twice with the same result.
#include "fuzz/door.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace dragoman;
  const Source source = fuzz::source_of({reinterpret_cast<const char*>(data), size});
  const Page page = fuzz::checked_page(source);
  if (page.blocks.empty()) return 0;
  fuzz::expect(fuzz::checked_page(source).text.str() == page.text.str(), "the same bytes give two texts");
  fuzz::check_article(source, page);
  return 0;
}
