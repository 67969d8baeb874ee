#include "page/page.h"

#include <algorithm>

#include "base/limits.h"
#include "base/unicode.h"
#include "knowledge/encodings.h"
#include "page/html_reader.h"
#include "page/odd_marks.h"
#include "page/plain_text.h"

namespace dragoman {
namespace {

constexpr std::size_t sniff_bytes = 4096;

// Whether bytes of an unknown form are HTML: the media type that came with them, a known element at the start, or
// several known tags near it.
bool is_html(std::string_view text, std::string_view content_type, const Elements& elements) {
  const std::string type = lowered(content_type.substr(0, 64));
  if (type.find("html") != std::string::npos) return true;
  if (type.starts_with("text/plain")) return false;
  HtmlTokenizer tokens(text.substr(0, sniff_bytes));
  HtmlToken token;
  std::size_t known = 0, texts = 0;
  while (tokens.next(token)) {
    if (token.kind == HtmlToken::Kind::doctype) return texts == 0 || known > 0;
    if (token.kind == HtmlToken::Kind::text)
      for (std::uint32_t i = token.begin; i < token.end && !texts; ++i) texts += !is_space(text[i]);
    if (token.kind != HtmlToken::Kind::start && token.kind != HtmlToken::Kind::end) continue;
    const std::uint8_t kind = elements.find(token.name);
    if (kind && elements[kind].display != Display::inline_ && (texts == 0 || ++known >= 3)) return true;
    if (kind && elements[kind].content != Content::markup) tokens.enter(elements[kind].content, elements[kind].tag);
  }
  return false;
}

std::uint64_t shown_bytes(const Page& page) {
  std::uint64_t bytes = 0;
  for (const Block& block : page.blocks) bytes += block.span.size();
  return bytes;
}

}  // namespace

struct PageReader::Data {
  HtmlTables html;
  Encodings encodings;
};

PageReader::PageReader(std::unique_ptr<Data> data) : data_(std::move(data)) {}
PageReader::PageReader(PageReader&&) noexcept = default;
PageReader& PageReader::operator=(PageReader&&) noexcept = default;
PageReader::~PageReader() = default;

Result<PageReader> PageReader::load(const std::string& data_folder) {
  auto elements = Elements::load(data_folder);
  if (!elements) return tl::unexpected(elements.error());
  auto entities = Entities::load(data_folder);
  if (!entities) return tl::unexpected(entities.error());
  auto declared = DeclaredRules::load(data_folder);
  if (!declared) return tl::unexpected(declared.error());
  auto encodings = Encodings::load(data_folder);
  if (!encodings) return tl::unexpected(encodings.error());
  return PageReader(std::make_unique<Data>(
      Data{{std::move(*elements), std::move(*entities), std::move(*declared)}, std::move(*encodings)}));
}

Result<Page> PageReader::read(const Source& source) const {
  const std::string& all = *source.bytes;
  if (all.size() > limits::max_document_bytes)
    return fail(FailureCode::too_large, source.origin.name,
                "the document has " + std::to_string(all.size()) + " bytes, the limit is " +
                    std::to_string(limits::max_document_bytes),
                "cut it into articles");
  DecodedBytes bytes;
  bytes.source = all;
  bytes.skip = static_cast<std::uint32_t>(byte_order_mark(all).size);
  Page page;
  page.encoding = data_->encodings.find(all, source.stated.content_type);
  const std::string_view body = std::string_view(all).substr(bytes.skip);
  Text decoded;
  if (page.encoding != "utf-8" || !is_utf8(body)) {
    decoded = data_->encodings.decode(body, page.encoding);
    bytes.decoded = &decoded;
  }
  if (source.form == SourceForm::article_html ||
      (source.form == SourceForm::unknown && is_html(bytes.text(), source.stated.content_type, data_->html.elements))) {
    page.media_type = "text/html";
    HtmlReader reader(data_->html, bytes, false);
    Page shown = page;
    reader.read(shown);
    if (reader.hidden_bytes() > 1000 && reader.hidden_bytes() > 3 * shown_bytes(shown)) {
      // Most of the text waits for a script to show it: that is the page.
      HtmlReader(data_->html, bytes, true).read(page);
    } else {
      page = std::move(shown);
    }
  } else {
    page.media_type = "text/plain";
    read_plain_text(bytes, source.form != SourceForm::unknown, page);
  }
  if (page.blocks.empty())
    return fail(FailureCode::no_text, source.origin.name, "there is no visible text",
                "give a page or a text with words in it");
  tame_odd_marks(page, all);
  return page;
}

std::string path_of(const Page& page, const Block& block) {
  std::vector<std::string> steps;
  for (std::uint32_t at = block.element; at != none; at = page.elements[at].parent) {
    const Element& element = page.elements[at];
    steps.push_back(element.words.empty() ? element.name : element.name + " " + element.words);
  }
  std::string path;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) path += (path.empty() ? "" : "/") + *step;
  return path;
}

}  // namespace dragoman
