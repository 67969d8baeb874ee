#include "mend/mend.h"

#include <algorithm>

#include "mend/lattice.h"
#include "mend/protect.h"

namespace dragoman {
namespace {

constexpr std::size_t context_words = 6;     // words read at both sides of a suspect
constexpr std::size_t longest_window = 300;  // words read together, so that work stays linear
constexpr std::size_t profile_words = 400;   // words read for the languages of a page

// White-space separated words of `text`.
std::vector<Run> words_of(std::u32string_view text) {
  std::vector<Run> out;
  for (std::size_t at = 0; at < text.size();) {
    while (at < text.size() && is_space(text[at])) ++at;
    const std::size_t begin = at;
    while (at < text.size() && !is_space(text[at])) ++at;
    if (at > begin) out.push_back({begin, at});
  }
  return out;
}

}  // namespace

struct Mender::Data {
  WordModel model;
  Layouts layouts;
  Lookalikes lookalikes;

  // Words around a suspect are read with it, so that a run of words comes out whole.
  void read_line(std::u32string_view text, const LanguagePrior& prior, std::vector<WordRepair>& out) const {
    Line line{text, {}, words_of(text)};
    for (const Run& word : line.words) line.closed.push_back(is_protected(text.substr(word.begin, word.end - word.begin)));
    const Lattice lattice(model, layouts, lookalikes);
    const std::vector<std::size_t> suspects = lattice.suspects(line, prior);
    for (std::size_t i = 0; i < suspects.size();) {
      const std::size_t begin = suspects[i] < context_words ? 0 : suspects[i] - context_words;
      std::size_t end = suspects[i] + 1;
      std::vector<std::size_t> inside;
      for (; i < suspects.size() && suspects[i] <= end + context_words && suspects[i] < begin + longest_window; ++i) {
        inside.push_back(suspects[i] - begin);
        end = suspects[i] + 1;
      }
      end = std::min(end + context_words, line.words.size());
      Line window{text, {line.closed.begin() + begin, line.closed.begin() + end}, {line.words.begin() + begin, line.words.begin() + end}};
      window.begins_line = begin == 0;
      for (WordRepair& repair : lattice.repairs(window, prior, inside))
        if (out.empty() || out.back().end <= repair.begin) out.push_back(std::move(repair));
    }
  }
};

Mender::Mender(std::unique_ptr<Data> data) : data_(std::move(data)) {}
Mender::Mender(Mender&&) noexcept = default;
Mender& Mender::operator=(Mender&&) noexcept = default;
Mender::~Mender() = default;

Result<Mender> Mender::load(const std::string& data_folder) {
  auto model = WordModel::load(data_folder + "/models/mend.model");
  if (!model) return tl::unexpected(model.error());
  auto layouts = Layouts::load(data_folder, *model);
  if (!layouts) return tl::unexpected(layouts.error());
  auto lookalikes = Lookalikes::load(data_folder);
  if (!lookalikes) return tl::unexpected(lookalikes.error());
  return Mender(std::make_unique<Data>(Data{std::move(*model), std::move(*layouts), std::move(*lookalikes)}));
}

std::vector<TextEdit> Mender::find_repairs(const Page& page) const {
  const Letters all = letters_of(page.text.str());
  const std::u32string_view text = all.points;
  const LanguagePrior prior = prior_of(data_->model, text, profile_words);
  std::vector<TextEdit> edits;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = text.find(U'\n', begin);
    if (end == text.npos) end = text.size();
    std::vector<WordRepair> repairs;
    data_->read_line(text.substr(begin, end - begin), prior, repairs);
    for (const WordRepair& repair : repairs)
      edits.push_back({{all.offsets[begin + repair.begin], all.offsets[begin + repair.end]}, utf8_of(repair.meant),
                       repair.kind, repair.detail, repair.score});
    begin = end + 1;
  }
  return edits;
}

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
