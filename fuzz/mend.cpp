// mend: any text to repairs that can be undone.
#include "fuzz/door.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace dragoman;
  Source source = fuzz::source_of({reinterpret_cast<const char*>(data), size});
  source.form = SourceForm::article_text;
  const Page page = fuzz::checked_page(source);
  if (!page.blocks.empty()) fuzz::checked_mending(source, page);
  return 0;
}
