// page.h: bytes to visible text in blocks. Charset (BOM, header, meta, UTF-8, legacy), markup, entities.
//
// Every byte of Page::text leads back to the source bytes it was read from. Linear time, no recursion on the depth
// of the input; bad bytes become U+FFFD, never an error. Fails only with no_text or too_large.
#pragma once

#include <memory>
#include <string>

#include "dragoman/document.h"
#include "dragoman/result.h"

namespace dragoman {

class PageReader {  // tables of elements, character references, encodings and of what pages state; immutable
 public:
  static Result<PageReader> load(const std::string& data_folder);
  PageReader(PageReader&&) noexcept;
  PageReader& operator=(PageReader&&) noexcept;
  ~PageReader();

  Result<Page> read(const Source& source) const;

 private:
  struct Data;
  explicit PageReader(std::unique_ptr<Data> data);
  std::unique_ptr<Data> data_;
};

// "html/body/div main-content/p": the elements around a block with their words; "" for plain text.
std::string path_of(const Page& page, const Block& block);

}  // namespace dragoman
