#include "mend/mend.h"

#include <algorithm>

#include "mend/lattice.h"
#include "mend/mojibake.h"
#include "mend/plain_text.h"
#include "mend/protect.h"

namespace dragoman {
namespace {

constexpr std::size_t context_words = 6;     // words read at both sides of a suspect
constexpr std::size_t longest_window = 300;  // words read together, so that work stays linear
constexpr std::size_t profile_words = 300;   // words read for the languages of a page,
constexpr std::size_t profile_bytes = 8192;  // and the beginning of the page that is looked at for them

// A page of plain English is known by its first words.
LanguagePrior prior_of_page(const WordModel& model, std::string_view text) {
  constexpr std::size_t first_look = 1024;
  const std::size_t sizes[] = {std::min(first_look, text.size()), std::min(profile_bytes, text.size())};
  if (auto prior = plain_english_prior(model, letters_of(text.substr(0, sizes[0])).points, sizes[0] == sizes[1]))
    return *prior;
  return prior_of(model, letters_of(text.substr(0, sizes[1])).points, profile_words);
}

}  // namespace

struct Mender::Data {
  WordModel model;
  Layouts layouts;
  Lookalikes lookalikes;
  Charsets charsets;

  // Calls add(begin, end, meant, kind, detail, score, runner_up) for each repair of a line, in order. Words with
  // mojibake are left to it: layouts and look-alikes are looked for in the others.
  template <class Add>
  void mend_line(std::u32string_view line, const LanguagePrior& prior, Lattice& lattice, Add&& add) const {
    std::vector<CharsetRepair> misread = mojibake_of(model, charsets, prior, line);
    std::vector<WordRepair> repairs;
    const bool certain = !misread.empty() && misread[0].structural;
    read_line(line, lattice, certain ? misread : std::vector<CharsetRepair>(), repairs);
    if (!certain && !misread.empty()) settle(misread, repairs);
    auto next = misread.begin();
    const auto add_misread = [&] {
      add(next->begin, next->end, next->meant, RepairKind::mojibake, next->detail, next->score, next->runner_up);
      ++next;
    };
    for (const WordRepair& repair : repairs) {
      while (next != misread.end() && next->begin < repair.begin) add_misread();
      add(repair.begin, repair.end, repair.meant, repair.kind, repair.detail, repair.score, repair.runner_up);
    }
    while (next != misread.end()) add_misread();
  }

  // Legacy mojibake and other slips may explain the same words: the better explanation stays.
  static void settle(std::vector<CharsetRepair>& misread, std::vector<WordRepair>& repairs) {
    const auto overlaps = [&](const WordRepair& repair) {
      return std::any_of(misread.begin(), misread.end(),
                         [&](const CharsetRepair& m) { return m.begin < repair.end && repair.begin < m.end; });
    };
    float gain = 0, last = 0;
    for (const WordRepair& repair : repairs) {
      if (!overlaps(repair) || repair.score == last) continue;
      gain += last = repair.score;  // words of one slip have one score
    }
    if (gain >= misread[0].score) {
      misread.clear();
    } else {
      std::erase_if(repairs, overlaps);
    }
  }

  // Words around a suspect are read with it, so that a run of words comes out whole.
  static void read_line(std::u32string_view text, Lattice& lattice, const std::vector<CharsetRepair>& misread,
                        std::vector<WordRepair>& out) {
    Line line{text, {}, words_of(text)};
    auto next = misread.begin();
    for (const Run& word : line.words) {
      while (next != misread.end() && next->end <= word.begin) ++next;
      const bool is_misread = next != misread.end() && next->begin < word.end;
      line.looks.push_back(is_misread ? Look{Protection::closed}
                                      : lattice.look(text.substr(word.begin, word.end - word.begin)));
    }
    const std::vector<std::size_t> suspects = lattice.suspects(line);
    for (std::size_t i = 0; i < suspects.size();) {
      const std::size_t begin = suspects[i] < context_words ? 0 : suspects[i] - context_words;
      std::size_t end = suspects[i] + 1;
      std::vector<std::size_t> inside;
      for (; i < suspects.size() && suspects[i] <= end + context_words && suspects[i] < begin + longest_window; ++i) {
        inside.push_back(suspects[i] - begin);
        end = suspects[i] + 1;
      }
      end = std::min(end + context_words, line.words.size());
      Line window{text,
                  {line.looks.begin() + begin, line.looks.begin() + end},
                  {line.words.begin() + begin, line.words.begin() + end}};
      window.begins_line = begin == 0;
      for (WordRepair& repair : lattice.repairs(window, inside))
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
  auto charsets = Charsets::load(data_folder);
  if (!charsets) return tl::unexpected(charsets.error());
  return Mender(std::make_unique<Data>(
      Data{std::move(*model), std::move(*layouts), std::move(*lookalikes), std::move(*charsets)}));
}

std::vector<TextEdit> Mender::find_repairs(const Page& page) const {
  const std::string_view text = page.text.str();
  const LanguagePrior prior = prior_of_page(data_->model, text);
  Lattice lattice(data_->model, data_->layouts, data_->lookalikes, prior);
  const Language main = likeliest_language(prior);
  PlainText plain(data_->model, lattice, main);
  const bool is_sure = prior[main] < 0.5f && data_->model.languages()[main].script == Script::latin;
  std::vector<TextEdit> edits;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = text.find('\n', begin);
    if (end == text.npos) end = text.size();
    const std::string_view line = text.substr(begin, end - begin);
    const auto offset = static_cast<std::uint32_t>(begin);
    begin = end + 1;
    if (is_sure && plain.passes(line)) continue;
    const Letters letters = letters_of(line, offset);
    data_->mend_line(
        letters.points, prior, lattice,
        [&](std::size_t from, std::size_t to, std::u32string_view meant, RepairKind kind, const std::string& detail,
            float score, const RunnerUp& runner_up) {
          edits.push_back(
              {{letters.offsets[from], letters.offsets[to]}, utf8_of(meant), kind, detail, score, runner_up});
        });
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
