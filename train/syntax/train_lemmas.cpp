// train_lemmas: makes lemma_rules.tsv and lemmas.tsv from UD treebanks.
//
//   train_lemmas --out knowledge/languages/en TRAIN.conllu[.gz] ...
//
// An ending gets a rule when most words with it and with the tag change alike and a shorter ending would get it wrong;
// a word goes to the table when the rules get it wrong and it was seen often enough to be no slip.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "dragoman/document.h"
#include "syntax/characters.h"
#include "syntax/lemmatizer.h"
#include "syntax/treebank.h"

namespace dragoman {
namespace {

struct Change {
  std::size_t cut = 0;
  std::string add;
  bool keep_case = false;
  auto operator<=>(const Change&) const = default;
};

struct Seen {
  std::string form;  // lower case
  std::string tag;
  std::map<std::string, int> lemmas;
  std::map<Change, int> changes;
  int count = 0;
};

Change change_of(const std::string& form, const std::string& lemma) {
  const std::string lower = lower_plain(form);
  const auto between = [&](const std::string& from, bool keep) {
    std::size_t same = 0;
    while (same < from.size() && same < lemma.size() && from[same] == lemma[same]) ++same;
    return Change{from.size() - same, lemma.substr(same), keep};
  };
  const Change plain = between(lower, false), kept = between(form, true);
  return kept.cut + kept.add.size() < plain.cut + plain.add.size() ? kept : plain;
}

using Rules = std::map<std::pair<std::string, std::string>, Change>;  // tag and ending

const Change* rule_for(const Rules& rules, const std::string& tag, const std::string& word, std::size_t longest) {
  for (std::size_t length = std::min(longest, word.size()) + 1; length-- > 0;) {
    const auto found = rules.find({tag, word.substr(word.size() - length)});
    if (found != rules.end()) return &found->second;
  }
  return nullptr;
}

// Types, not running words, decide about endings: frequent words would hide the rule.
Rules learn_rules(const std::vector<Seen>& words) {
  Rules rules;
  for (std::size_t length = 0; length <= Lemmatizer::longest_ending; ++length) {
    std::map<std::pair<std::string, std::string>, std::map<Change, int>> votes;
    for (const Seen& word : words) {
      if (word.form.size() < length) continue;
      auto best = std::max_element(word.changes.begin(), word.changes.end(),
                                   [](const auto& a, const auto& b) { return a.second < b.second; });
      ++votes[{word.tag, word.form.substr(word.form.size() - length)}][best->first];
    }
    Rules found;
    for (const auto& [key, changes] : votes) {
      int all = 0;
      auto best = changes.begin();
      for (auto it = changes.begin(); it != changes.end(); ++it) {
        all += it->second;
        if (it->second > best->second) best = it;
      }
      const Change* shorter = rule_for(rules, key.first, key.second, Lemmatizer::longest_ending);
      const bool differs = !shorter || *shorter != best->first;
      if (best->first.cut > 9 || best->first.cut > key.second.size() + 3) continue;
      if (length == 0 || (differs && best->second >= 3 && best->second * 10 >= all * 7)) found[key] = best->first;
    }
    rules.merge(found);
  }
  return rules;
}

std::string apply(const Change* change, const std::string& form) {
  if (!change) return lower_plain(form);
  std::string out = change->keep_case ? form : lower_plain(form);
  out.resize(out.size() - std::min(change->cut, out.size()));
  return out + change->add;
}

// Addresses, foreign words and slips of the pen are not for learning.
bool is_learnt(const std::string& tag) {
  return xpos_of(tag) != 0 && tag != "ADD" && tag != "FW" && tag != "XX" && tag != "GW" && tag != "AFX";
}

struct Table {
  std::FILE* file;
  explicit Table(const std::string& path) : file(std::fopen(path.c_str(), "wb")) {
    if (!file) std::exit(1);
  }
  ~Table() { std::fclose(file); }
};

int run(int argc, char** argv) {
  std::string out;
  std::map<std::pair<std::string, std::string>, Seen> seen;
  for (int i = 1; i < argc; ++i) {
    if (std::string(argv[i]) == "--out" && i + 1 < argc) {
      out = argv[++i];
      continue;
    }
    for (const TreebankSentence& sentence : read_treebank(argv[i])) {
      for (std::size_t w = 0; w < sentence.size(); ++w) {
        if (!is_learnt(sentence.xposes[w]) || sentence.lemmas[w] == "_") continue;
        const std::string lower = lower_plain(sentence.forms[w]);
        Seen& word = seen[{sentence.xposes[w], lower}];
        word.form = lower;
        word.tag = sentence.xposes[w];
        ++word.count;
        ++word.lemmas[sentence.lemmas[w]];
        ++word.changes[change_of(sentence.forms[w], sentence.lemmas[w])];
      }
    }
  }
  if (out.empty()) {
    std::fprintf(stderr, "usage: train_lemmas --out knowledge/languages/en TRAIN.conllu[.gz] ...\n");
    return 2;
  }
  std::vector<Seen> words;
  for (auto& [key, word] : seen) words.push_back(std::move(word));
  const Rules rules = learn_rules(words);
  const Table rule_table(out + "/lemma_rules.tsv");
  std::fprintf(rule_table.file,
               "# From a word's ending and Penn tag to its lemma; the longest ending that fits wins. Made by train_lemmas.\n"
               "# cut: bytes taken from the end; add: bytes put there; case: \"keep\" keeps capitals, \"lower\" does not\n"
               "ending\ttag\tcut\tadd\tcase\n");
  for (const auto& [key, change] : rules)
    std::fprintf(rule_table.file, "%s\t%s\t%zu\t%s\t%s\n", key.second.c_str(), key.first.c_str(), change.cut,
                 change.add.c_str(), change.keep_case ? "keep" : "lower");
  const Table word_table(out + "/lemmas.tsv");
  std::fprintf(word_table.file,
               "# Lemmas that the endings of lemma_rules.tsv get wrong: lower-case form, Penn tag, lemma. Made by train_lemmas.\n"
               "form\ttag\tlemma\n");
  for (const Seen& word : words) {
    const auto best = std::max_element(word.lemmas.begin(), word.lemmas.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    const bool cased = best->first != lower_plain(best->first);
    const Change* rule = rule_for(rules, word.tag, word.form, Lemmatizer::longest_ending);
    if (cased && rule && rule->keep_case && rule->cut == 0 && rule->add.empty()) continue;
    if (apply(rule, word.form) == best->first || best->second < (word.form.size() < 3 ? 8 : 3) || best->second * 3 < word.count * 2) continue;
    if (cased && rule && rule->keep_case && lower_plain(best->first) == apply(rule, word.form)) continue;
    std::fprintf(word_table.file, "%s\t%s\t%s\n", word.form.c_str(), word.tag.c_str(), best->first.c_str());
  }
  return 0;
}

}  // namespace
}  // namespace dragoman

int main(int argc, char** argv) { return dragoman::run(argc, argv); }
