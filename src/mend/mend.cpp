#include "mend/mend.h"

#include <algorithm>

namespace dragoman {

struct Mender::Data {};
Mender::Mender(std::unique_ptr<Data> data) : data_(std::move(data)) {}
Mender::Mender(Mender&&) noexcept = default;
Mender& Mender::operator=(Mender&&) noexcept = default;
Mender::~Mender() = default;
Result<Mender> Mender::load(const std::string&) { return Mender(std::make_unique<Data>()); }
std::vector<TextEdit> Mender::find_repairs(const Page&) const { return {}; }

Page apply_repairs(Page page, const std::vector<TextEdit>& edits, const std::vector<std::uint32_t>& refused) {
  std::vector<TextEdit> wanted;
  for (std::uint32_t i = 0; i < edits.size(); ++i)
    if (std::find(refused.begin(), refused.end(), i) == refused.end()) wanted.push_back(edits[i]);
  if (wanted.empty()) return page;
  for (Block& block : page.blocks)
    block.span = {offset_after(wanted, block.span.begin), offset_after(wanted, block.span.end)};
  page.text = page.text.with_edits(wanted);
  return page;
}

}  // namespace dragoman
