// train_lemmas: makes lemma_rules.tsv and lemmas.tsv from UD treebanks.
//
//   train_lemmas --out knowledge/languages/en [--bases WORDS.conllu] TRAIN.conllu[.gz] ...
//
// An ending gets a rule when most words with it and with the tag change alike and a shorter ending would get it wrong;
// a word goes to the table when the rules get it wrong and it was seen often enough to be no slip. The regular forms of
// verbs and nouns seen in their base form (in the treebanks or in WORDS.conllu, which needs tags only) go there too
// when the rules get them wrong.
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
  return xpos_of(tag) != 0 && tag != "NNP" && tag != "ADD" && tag != "FW" && tag != "XX" && tag != "GW" && tag != "AFX";
}

struct Table {
  std::FILE* file;
  explicit Table(const std::string& path) : file(std::fopen(path.c_str(), "wb")) {
    if (!file) std::exit(1);
  }
  ~Table() { std::fclose(file); }
};

bool is_vowel(char c) { return std::string_view("aeiou").find(c) != std::string_view::npos; }

struct Inflected {
  std::string form;
  const char* tag;
};

// Regular forms; a last consonant after one vowel may be doubled or not.
enum class Sort { verb, noun, adjective };

std::vector<Inflected> inflections(const std::string& base, Sort sort) {
  const char last = base.back(), before = base[base.size() - 2];
  const bool hisses = last == 's' || last == 'x' || last == 'z' || base.ends_with("ch") || base.ends_with("sh");
  const bool y = last == 'y' && !is_vowel(before);
  const std::string cut = base.substr(0, base.size() - 1);
  const std::string plural = y ? cut + "ies" : base + (hisses ? "es" : "s");
  if (sort == Sort::noun) return {{plural, "NNS"}};
  const bool doubles = is_vowel(before) && !is_vowel(last) && last != 'w' && last != 'x' && last != 'y' &&
                       (base.size() < 3 || !is_vowel(base[base.size() - 3]));
  if (sort == Sort::adjective) {
    const std::string stem = last == 'e' ? cut : y ? cut + "i" : doubles && base.size() < 5 ? base + last : base;
    return {{stem + "er", "JJR"}, {stem + "est", "JJS"}};
  }
  std::vector<Inflected> out{{plural, "VBZ"}};
  const auto past = [&](const std::string& form) {
    out.push_back({form, "VBD"});
    out.push_back({form, "VBN"});
  };
  if (last == 'e') {
    past(base + "d");
    out.push_back({before == 'i'   ? base.substr(0, base.size() - 2) + "ying"
                   : before == 'e' ? base + "ing"
                                   : cut + "ing",
                   "VBG"});
    return out;
  }
  past(y ? cut + "ied" : base + "ed");
  out.push_back({base + "ing", "VBG"});
  if (doubles) {
    past(base + last + "ed");
    out.push_back({base + last + "ing", "VBG"});
  }
  return out;
}

// Adjectives of one syllable, and those in -y and -le, have forms of their own; the others take "more".
bool is_compared(const std::string& base) {
  if (base.ends_with("y") || base.ends_with("le")) return base.size() <= 8;
  int syllables = 0;
  const std::size_t end = base.back() == 'e' ? base.size() - 1 : base.size();
  for (std::size_t i = 0; i < end; ++i) syllables += is_vowel(base[i]) && (i == 0 || !is_vowel(base[i - 1]));
  return syllables == 1;
}

using Forms = std::map<std::pair<std::string, std::string>, std::string>;  // tag and form -> lemma

// Forms of known bases that the rules get wrong.
void add_regular_forms(Forms& forms, const std::map<std::string, int>& bases, Sort sort, const Rules& rules) {
  for (const auto& [base, count] : bases) {
    if (count < 2 || base.size() < 3) continue;
    if (sort == Sort::adjective && (count < 5 || !is_compared(base))) continue;
    if (sort == Sort::noun && base.back() == 's' && !base.ends_with("ss") && !base.ends_with("us"))
      continue;  // "corps"
    for (const Inflected& made : inflections(base, sort)) {
      if (apply(rule_for(rules, made.tag, made.form, Lemmatizer::longest_ending), made.form) == base) continue;
      const auto found = forms.find({made.tag, made.form});
      const auto other = found == forms.end() ? bases.end() : bases.find(found->second);
      if (other == bases.end() || other->second < count) forms[{made.tag, made.form}] = base;
    }
  }
}

struct Gathered {
  std::vector<Seen> words;
  std::map<std::string, int> verbs, nouns, adjectives;
};

bool plain_word(const std::string& form) {
  return std::all_of(form.begin(), form.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// Bases as they were written, and the lemmas of inflected forms.
void gather_bases(Gathered& gathered, const TreebankSentence& sentence) {
  for (std::size_t w = 0; w < sentence.size(); ++w) {
    const std::string& tag = sentence.xposes[w];
    const bool is_base = tag == "VB" || tag == "VBP" || tag == "NN" || tag == "JJ";
    const std::string& base = sentence.lemmas[w] == "_" && is_base ? sentence.forms[w] : sentence.lemmas[w];
    if (!plain_word(base)) continue;
    if (tag.starts_with("VB")) ++gathered.verbs[base];
    if (tag == "NN" || tag == "NNS") ++gathered.nouns[base];
    if (tag.starts_with("JJ")) ++gathered.adjectives[base];
  }
}

void write_rules(const std::string& path, const Rules& rules) {
  const Table table(path);
  std::fprintf(
      table.file,
      "# From a word's ending and Penn tag to its lemma; the longest ending that fits wins. Made by train_lemmas.\n"
      "# cut: bytes taken from the end; add: bytes put there; case: \"keep\" keeps capitals, \"lower\" does not\n"
      "ending\ttag\tcut\tadd\tcase\n");
  for (const auto& [key, change] : rules)
    std::fprintf(table.file, "%s\t%s\t%zu\t%s\t%s\n", key.second.c_str(), key.first.c_str(), change.cut,
                 change.add.c_str(), change.keep_case ? "keep" : "lower");
}

// What was seen and is no slip wins over what was made up.
void add_seen_forms(Forms& forms, const std::vector<Seen>& words, const Rules& rules) {
  for (const Seen& word : words) {
    const auto best = std::max_element(word.lemmas.begin(), word.lemmas.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    const bool cased = best->first != lower_plain(best->first);
    const Change* rule = rule_for(rules, word.tag, word.form, Lemmatizer::longest_ending);
    const bool certain = best->second >= (word.form.size() < 3 ? 8 : 3) && best->second * 3 >= word.count * 2;
    if (!certain) continue;
    if (cased && rule && rule->keep_case) {
      const bool right =
          rule->cut == 0 ? rule->add.empty() : lower_plain(best->first) == lower_plain(apply(rule, word.form));
      if (right) continue;
    }
    if (apply(rule, word.form) == best->first)
      forms.erase({word.tag, word.form});
    else
      forms[{word.tag, word.form}] = best->first;
  }
}

int run(int argc, char** argv) {
  std::string out;
  Gathered gathered;
  std::map<std::pair<std::string, std::string>, Seen> seen;
  for (int i = 1; i < argc; ++i) {
    if (std::string(argv[i]) == "--out" && i + 1 < argc) {
      out = argv[++i];
      continue;
    }
    const bool bases_only = std::string(argv[i]) == "--bases" && i + 1 < argc;
    for (const TreebankSentence& sentence : read_treebank(argv[bases_only ? ++i : i])) {
      gather_bases(gathered, sentence);
      for (std::size_t w = 0; !bases_only && w < sentence.size(); ++w) {
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
    std::fprintf(stderr,
                 "usage: train_lemmas --out knowledge/languages/en [--bases WORDS.conllu] TRAIN.conllu[.gz] ...\n");
    return 2;
  }
  for (auto& [key, word] : seen) gathered.words.push_back(std::move(word));
  Rules rules = learn_rules(gathered.words);
  rules[{"NNP", ""}] = {0, "", true};
  write_rules(out + "/lemma_rules.tsv", rules);
  Forms forms;
  add_regular_forms(forms, gathered.verbs, Sort::verb, rules);
  add_regular_forms(forms, gathered.nouns, Sort::noun, rules);
  add_regular_forms(forms, gathered.adjectives, Sort::adjective, rules);
  add_seen_forms(forms, gathered.words, rules);
  const Table table(out + "/lemmas.tsv");
  std::fprintf(table.file,
               "# Lemmas that the endings of lemma_rules.tsv get wrong: lower-case form, Penn tag, lemma. Made by "
               "train_lemmas.\n"
               "form\ttag\tlemma\n");
  for (const auto& [key, lemma] : forms)
    std::fprintf(table.file, "%s\t%s\t%s\n", key.second.c_str(), key.first.c_str(), lemma.c_str());
  return 0;
}

}  // namespace
}  // namespace dragoman

int main(int argc, char** argv) { return dragoman::run(argc, argv); }
