#include "events/casualties.h"

#include <algorithm>
#include <charconv>

#include "base/hash.h"
#include "knowledge/tsv.h"

namespace dragoman::events {
namespace {

constexpr std::uint32_t most_people = 1'000'000;  // larger numbers are no toll of one event

std::optional<std::uint32_t> digits(std::string_view text) {
  std::string plain;
  for (const char c : text)
    if (c != ',') plain += c;
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (error != std::errc() || end != plain.data() + plain.size() || value > most_people) return {};
  return value;
}

}  // namespace

Result<CasualtyReader> CasualtyReader::load(const std::string& data_folder) {
  auto table = TsvTable::load(data_folder, "knowledge/languages/en/casualties.tsv", {"word", "kind", "who", "value"});
  if (!table) return tl::unexpected(table.error());
  CasualtyReader reader;
  for (const TsvRow& row : table->rows()) {
    const std::string_view kind = row.fields[1], who = row.fields[2];
    Entry entry{};
    entry.kind = kind == "killed"    ? Kind::killed
                 : kind == "injured" ? Kind::injured
                 : kind == "count"   ? Kind::count
                                     : Kind::times;
    entry.who = who == "object" ? Who::object : who == "subject" ? Who::subject : Who::number;
    entry.value = digits(row.fields[3]).value_or(0);
    if ((kind != "killed" && kind != "injured" && kind != "count" && kind != "times"))
      return fail(FailureCode::bad_knowledge, table->symbol(row).str(), "\"" + std::string(kind) + "\" is no kind",
                  "write killed, injured, count or times");
    reader.entries_.emplace(hash_of(row.fields[0]), entry);
  }
  return reader;
}

const CasualtyReader::Entry* CasualtyReader::entry_of(const Tree& tree, Word word) const {
  const auto found = entries_.find(tree.lemma_hash(word));
  return found == entries_.end() ? nullptr : &found->second;
}

std::optional<std::uint32_t> CasualtyReader::number_at(const Tree& tree, Word word) const {
  const auto part = [&](Word w) -> std::optional<std::uint32_t> {
    if (const auto value = digits(tree.text(w))) return value;
    const Entry* entry = entry_of(tree, w);
    if (!entry || (entry->kind != Kind::count && entry->kind != Kind::times)) return {};
    if (tree.xpos(w) == "NNS") return {};  // "hundreds" is no number
    return entry->value;
  };
  auto value = part(word);
  if (!value) return {};
  std::uint32_t total = *value;
  for (const Word c : tree.children(word)) {  // "two hundred", "twenty five": the parts hang on the last one
    const Deprel r = tree.relation(c);
    if (r != Deprel::compound && r != Deprel::nummod && r != Deprel::flat) continue;
    const auto other = part(c);
    if (!other || *other == 0) continue;
    const Entry* entry = entry_of(tree, word);
    total = entry && entry->kind == Kind::times ? total * *other : total + *other;
  }
  return total <= most_people ? std::optional(total) : std::nullopt;
}

std::optional<std::uint32_t> CasualtyReader::count_of(const Tree& tree, Word phrase) const {
  if (tree.timex_at(phrase) != none) return {};
  if (const auto own = number_at(tree, phrase)) return own;
  for (const Word c : tree.children(phrase)) {
    const Deprel r = tree.relation(c);
    if (r == Deprel::nummod || (r == Deprel::det && entry_of(tree, c)))
      if (const auto value = number_at(tree, c)) return value;
  }
  return {};
}

// Where the tree shows no count: a number right behind the verb ("wounded 12 others"), else right before it ("20
// wounded").
std::optional<std::uint32_t> CasualtyReader::number_beside(const Tree& tree, Word verb) const {
  constexpr Word reach = 3;
  const Sentence& sentence = tree.sentence(tree.sentence_of(verb));
  for (Word w = verb + 1; w < sentence.end && w <= verb + reach; ++w)
    if (const auto value = number_at(tree, w); value && tree.timex_at(w) == none) return value;
  return verb > sentence.begin ? number_at(tree, verb - 1) : std::nullopt;
}

std::optional<std::uint32_t> CasualtyReader::toll_at(const Tree& tree, Word word, const Entry& entry) const {
  if (entry.who == Who::number) return count_of(tree, word);
  if (entry.who == Who::object) {
    const Word object = tree.object(word);
    const auto told = object == none ? std::nullopt : count_of(tree, object);
    return told ? told : number_beside(tree, word);
  }
  const Deprel r = tree.relation(word);
  if (r == Deprel::xcomp || r == Deprel::amod || r == Deprel::obj ||
      r == Deprel::nmod)  // "left 12 people dead", "12 dead"
    if (const Word head = tree.head(word); head != none) {
      if (const auto own = count_of(tree, word)) return own;
      const Word object = tree.is_verbal(head) ? tree.object(head) : head;
      return object == none ? std::nullopt : count_of(tree, object);
    }
  const Word subject = tree.subject(word);
  return subject == none ? count_of(tree, word) : count_of(tree, subject);
}

void CasualtyReader::fill(const Scene& scene, std::uint32_t harm, std::vector<Draft>& drafts) const {
  const Tree& tree = scene.tree;
  for (std::size_t first = 0; first < drafts.size();) {  // the drafts of one sentence lie together
    const std::uint32_t sentence_number = tree.sentence_of(drafts[first].trigger);
    std::size_t last = first;
    while (last < drafts.size() && tree.sentence_of(drafts[last].trigger) == sentence_number) ++last;
    const Sentence& sentence = tree.sentence(sentence_number);
    for (Word w = sentence.begin; w < sentence.end; ++w) {
      const Entry* entry = entry_of(tree, w);
      if (!entry || (entry->kind != Kind::killed && entry->kind != Kind::injured)) continue;
      const auto toll = toll_at(tree, w, *entry);
      if (!toll) continue;
      Draft* taker = nullptr;
      for (Word at = w; at != none && !taker; at = tree.head(at))
        for (std::size_t d = first; d < last && !taker; ++d)
          if (drafts[d].trigger == at && drafts[d].type == harm) taker = &drafts[d];
      for (std::size_t d = first; d < last && !taker; ++d)
        if (drafts[d].type == harm) taker = &drafts[d];
      if (!taker) continue;
      auto& slot = entry->kind == Kind::killed ? taker->killed : taker->injured;
      if (!slot) slot = toll;
    }
    first = last;
  }
}

}  // namespace dragoman::events
