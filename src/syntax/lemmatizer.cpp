#include "syntax/lemmatizer.h"

#include <algorithm>

#include "base/hash.h"
#include "dragoman/document.h"
#include "knowledge/tsv.h"
#include "syntax/characters.h"

namespace dragoman {
namespace {

std::uint64_t key_of(std::string_view word, std::uint8_t xpos) { return combine(hash_of(word), xpos); }

}  // namespace

Result<Lemmatizer> Lemmatizer::load(const std::string& data_folder, const std::string& language) {
  const std::string base = "knowledge/languages/" + language + "/";
  Lemmatizer made;
  for (const char* name : {"lemmas.tsv", "lemma_irregular.tsv"}) {  // the later one wins
    auto words = TsvTable::load(data_folder, base + name, {"form", "tag", "lemma"});
    if (!words) return tl::unexpected(words.error());
    made.words_.reserve(made.words_.size() + words->rows().size());
    for (const TsvRow& row : words->rows()) made.words_[key_of(row.fields[0], xpos_of(row.fields[1]))] = row.fields[2];
  }
  auto rules = TsvTable::load(data_folder, base + "lemma_rules.tsv", {"ending", "tag", "cut", "add", "case"});
  if (!rules) return tl::unexpected(rules.error());
  for (const TsvRow& row : rules->rows()) {
    const std::string_view cut = row.fields[2];
    if (cut.size() != 1 || cut[0] < '0' || cut[0] > '9')
      return fail(FailureCode::bad_knowledge, rules->symbol(row).str(), "cut is no digit", "write 0 to 9");
    made.rules_[key_of(row.fields[0], xpos_of(row.fields[1]))] = {static_cast<std::uint8_t>(cut[0] - '0'),
                                                                  row.fields[4] == "keep", std::string(row.fields[3])};
  }
  return made;
}

void Lemmatizer::lemma_of(std::string_view form, std::uint8_t xpos, std::string& out) const {
  out = lower_plain(form);
  if (const auto found = words_.find(key_of(out, xpos)); found != words_.end()) {
    out = found->second;
    return;
  }
  for (std::size_t length = std::min(longest_ending, out.size()) + 1; length-- > 0;) {
    const auto rule = rules_.find(key_of(std::string_view(out).substr(out.size() - length), xpos));
    if (rule == rules_.end()) continue;
    if (rule->second.keep_case) out = form;
    out.resize(out.size() - std::min<std::size_t>(rule->second.cut, out.size()));
    out += rule->second.add;
    break;
  }
  if (out.empty()) out = form;
  if (out.front() >= '0' && out.front() <= '9') std::erase(out, ',');  // "5,000" is 5000
}

}  // namespace dragoman
