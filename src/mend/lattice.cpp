#include "mend/lattice.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace dragoman {
namespace {

// Costs in bits, tuned on the dev set: see doc/mend.md.
constexpr float slip_begins = 13, slip_goes_on = 0.5f, slip_ends = 1, slip_inside_word = 2,
                slip_in_other_language = 10, broken_sentence_bits = 20;
constexpr float language_changes = 4, lookalike_mixed = 5, lookalike_unknown = 7, lookalike_whole = 11, least_gain = 4;
constexpr std::size_t most_confusions = 5, longest_tail = 5, longest_head = 4, longest_word = 60;

struct Candidate {
  const Confusion* begins_in = nullptr;  // the slip that is on at its beginning and at its end
  const Confusion* ends_in = nullptr;
  const Confusion* confusion = nullptr;
  RepairKind kind = RepairKind::layout;
  bool as_is = true;
  Language language = no_language;
  float bits = 0;
  std::u32string meant;
};

std::u32string_view word_of(const Line& line, std::size_t i) {
  return line.text.substr(line.words[i].begin, line.words[i].end - line.words[i].begin);
}

class Reader {  // one line
 public:
  Reader(const WordModel& model, const Layouts& layouts, const Lookalikes& lookalikes, const Line& line,
         const LanguagePrior& prior)
      : model_(model), layouts_(layouts), lookalikes_(lookalikes), line_(line), prior_(prior) {}

  std::vector<WordRepair> repairs(const std::vector<std::size_t>& suspects) {
    is_suspect_.assign(line_.words.size(), false);
    for (const std::size_t i : suspects) is_suspect_[i] = true;
    for (std::size_t i = 0; i < line_.words.size(); ++i) as_is_.push_back(as_is(i));
    choose_confusions(suspects);
    std::vector<std::vector<Candidate>> candidates;
    for (std::size_t i = 0; i < line_.words.size(); ++i) candidates.push_back(candidates_of(i));
    return repairs_on(candidates, cheapest_path(candidates));
  }

 private:
  // Readings of word i as it stands, best first.
  std::vector<Candidate> as_is(std::size_t i) const {
    const std::u32string_view word = word_of(line_, i);
    std::vector<Candidate> out;
    bool scripts[16] = {};
    bool letters = false;
    for (const char32_t c : word) {
      scripts[static_cast<int>(script_of(c))] = true;
      letters = letters || is_letter(c);
    }
    for (Language l = 0; l < model_.languages().size(); ++l) {
      if (letters && !scripts[static_cast<int>(model_.languages()[l].script)]) continue;
      if (!letters && prior_[l] > 5) continue;
      Candidate c;
      c.language = l;
      c.bits = word.size() > longest_word ? 0 : cost_of(model_, prior_, l, word).bits + broken_sentence(i, word);
      c.meant = word;
      out.push_back(std::move(c));
    }
    if (out.empty()) out.push_back(Candidate{.bits = 3.0f * static_cast<float>(word.size()), .meant = std::u32string(word)});
    std::sort(out.begin(), out.end(), [&](const Candidate& a, const Candidate& b) { return paid(a) < paid(b); });
    if (out.size() > 4) out.resize(4);
    return out;
  }
  float paid(const Candidate& c) const {
    return c.bits + (c.language == no_language ? 0 : prior_[c.language]);
  }

  static bool changes_script(const Confusion& confusion) { return confusion.active_script != confusion.meant_script; }

  // A question or exclamation mark does not stand before a small letter.
  float broken_sentence(std::size_t i, std::u32string_view word) const {
    if (i + 1 >= line_.words.size() || (word.back() != '?' && word.back() != '!')) return 0;
    const char32_t next = word_of(line_, i + 1)[0];
    return is_letter(next) && upper(next) != next ? broken_sentence_bits : 0;
  }

  // What word i would be when `confusion` was on from `begin` to `end`; bits < 0 when it cannot be.
  Candidate slip(std::size_t i, const Confusion& confusion, std::size_t begin, std::size_t end) const {
    const std::u32string_view word = word_of(line_, i);
    Candidate best;
    best.bits = -1;
    for (std::u32string& reading : confusion.readings(word.substr(begin, end - begin))) {
      Candidate c;
      c.meant = std::u32string(word.substr(0, begin)) + reading + std::u32string(word.substr(end));
      if (confusion.loses_case && begin == 0) restore_case(confusion, i, c.meant);
      const WordCost cost = cost_of(model_, prior_, confusion.meant_language, c.meant);
      if (end - begin < word.size() && (cost.foreign || (!cost.all_known && !changes_script(confusion)))) continue;
      c.bits = cost.bits + broken_sentence(i, c.meant);
      if (best.bits >= 0 && best.bits <= c.bits) continue;
      c.as_is = false;
      c.language = confusion.meant_language;
      c.confusion = &confusion;
      c.begins_in = begin == 0 ? &confusion : nullptr;
      c.ends_in = end == word.size() ? &confusion : nullptr;
      best = std::move(c);
    }
    return best;
  }

  bool begins_sentence(std::size_t i) const {
    if (i == 0) return line_.begins_line;
    const char32_t before = word_of(line_, i - 1).back();
    return before == '.' || before == '!' || before == '?';
  }
  void restore_case(const Confusion& confusion, std::size_t i, std::u32string& meant) const {
    const Run run = next_run(meant, 0);
    if (run.begin == run.end) return;
    const auto known =
        model_.known(confusion.meant_language, folded(std::u32string_view(meant).substr(run.begin, run.end - run.begin)));
    if (begins_sentence(i) || (known && known->capital)) meant[run.begin] = upper(meant[run.begin]);
  }

  // Calls take(candidate) for each slip of word i under `confusion`: the whole word, its tail, its head.
  template <class Take>
  void slips(std::size_t i, const Confusion& confusion, bool parts, Take&& take) const {
    const std::u32string_view word = word_of(line_, i);
    if (word.size() > longest_word) return;
    Candidate whole = slip(i, confusion, 0, word.size());
    if (whole.bits >= 0) take(std::move(whole));
    if (!parts) return;
    const auto changed = [&](std::size_t at) {
      const auto key = confusion.keys.find(word[at]);
      return key == confusion.keys.end() || key->second.size() != 1 || key->second[0] != word[at];
    };
    for (std::size_t n = 1; n <= longest_tail && n < word.size(); ++n) {
      if (!changed(word.size() - n)) continue;
      Candidate tail = slip(i, confusion, word.size() - n, word.size());
      if (tail.bits < 0) continue;
      tail.bits += begins(confusion) + slip_inside_word;
      take(std::move(tail));
    }
    const std::size_t first = next_run(word, 0).begin;
    for (std::size_t begin = 0; begin <= first && begin < word.size(); begin += std::max<std::size_t>(first, 1))
      for (std::size_t n = 1; n <= longest_head && begin + n < word.size(); ++n) {
        if (!changed(begin + n - 1)) continue;
        Candidate head = slip(i, confusion, begin, begin + n);
        if (head.bits < 0) continue;
        head.bits += slip_ends + slip_inside_word + (begin ? begins(confusion) : 0);
        take(std::move(head));
      }
  }

  // The confusions that explain most of the suspects.
  void choose_confusions(const std::vector<std::size_t>& suspects) {
    std::vector<std::pair<float, const Confusion*>> ranked;
    for (const Confusion& confusion : layouts_.confusions()) {
      float gain = 0;
      for (const std::size_t i : suspects) {
        bool possible = false;
        for (const char32_t c : word_of(line_, i))
          possible = possible || script_of(c) == confusion.active_script || script_of(c) == Script::none;
        if (!possible) continue;
        float best = 0;
        const float now = paid(as_is_[i][0]);
        slips(i, confusion, true, [&](Candidate c) {
          const bool in_part = !c.begins_in || !c.ends_in;
          best = std::max(best, now - paid(c) - (in_part ? 0 : 6));
        });
        gain += best;
      }
      if (gain > 0) ranked.emplace_back(-(gain - confusion.cost), &confusion);
    }
    std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 0; i < ranked.size() && i < most_confusions; ++i) confusions_.push_back(ranked[i].second);
  }

  std::vector<Candidate> candidates_of(std::size_t i) const {
    std::vector<Candidate> out = as_is_[i];
    if (line_.closed[i]) return out;
    for (const Confusion* confusion : confusions_)
      slips(i, *confusion, is_suspect_[i], [&](Candidate c) {
        if (c.meant == word_of(line_, i) && is_suspect_[i]) return;
        out.push_back(std::move(c));
      });
    if (is_suspect_[i]) add_lookalikes(i, out);
    return out;
  }

  void add_lookalikes(std::size_t i, std::vector<Candidate>& out) const {
    const std::u32string_view word = word_of(line_, i);
    if (word.size() > longest_word) return;
    for (const Script script : {Script::latin, Script::cyrillic, Script::greek}) {
      std::u32string meant;
      if (!lookalikes_.in_script(word, script, meant)) continue;
      bool has_own = false;
      for (const char32_t c : word) has_own = has_own || script_of(c) == script;
      for (Language l = 0; l < model_.languages().size(); ++l) {
        if (model_.languages()[l].script != script || prior_[l] > 9) continue;
        Candidate c;
        c.meant = meant;
        const WordCost cost = cost_of(model_, prior_, l, meant);
        c.bits = cost.bits + (has_own ? lookalike_mixed : lookalike_whole) + (cost.all_known ? 0 : lookalike_unknown);
        c.kind = RepairKind::lookalike;
        c.as_is = false;
        c.language = l;
        out.push_back(std::move(c));
      }
    }
  }

  // A slip in a language that the text is not in is unlikelier still.
  float begins(const Confusion& confusion) const {
    return slip_begins + confusion.cost + (prior_[confusion.meant_language] > 2 ? slip_in_other_language : 0);
  }

  float change(const Candidate* from, const Candidate& to) const {
    float bits = 0;
    if (to.language != no_language) {
      if (!from || from->language == no_language) {
        bits += prior_[to.language];
      } else if (from->language != to.language) {
        bits += language_changes + prior_[to.language];
      }
    }
    const Confusion* on = from ? from->ends_in : nullptr;
    if (on == to.begins_in) return bits + (on ? slip_goes_on : 0);
    if (on) bits += slip_ends;
    if (to.begins_in) bits += begins(*to.begins_in);
    return bits;
  }

  std::vector<std::size_t> cheapest_path(const std::vector<std::vector<Candidate>>& candidates) const {
    std::vector<std::vector<float>> cost(candidates.size());
    std::vector<std::vector<std::size_t>> back(candidates.size());
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      for (const Candidate& to : candidates[i]) {
        float best = i == 0 ? change(nullptr, to) : std::numeric_limits<float>::infinity();
        std::size_t from = 0;
        for (std::size_t j = 0; i > 0 && j < candidates[i - 1].size(); ++j) {
          const float here = cost[i - 1][j] + change(&candidates[i - 1][j], to);
          if (here < best) best = here, from = j;
        }
        cost[i].push_back(best + to.bits);
        back[i].push_back(from);
      }
    }
    std::vector<std::size_t> path(candidates.size());
    if (path.empty()) return path;
    path.back() = static_cast<std::size_t>(std::min_element(cost.back().begin(), cost.back().end()) - cost.back().begin());
    for (std::size_t i = candidates.size() - 1; i > 0; --i) path[i - 1] = back[i][path[i]];
    return path;
  }

  std::vector<WordRepair> repairs_on(const std::vector<std::vector<Candidate>>& candidates,
                                     const std::vector<std::size_t>& path) const {
    std::vector<WordRepair> out;
    for (std::size_t i = 0; i < path.size();) {
      const Candidate& first = candidates[i][path[i]];
      if (first.as_is) {
        ++i;
        continue;
      }
      std::size_t end = i;  // the stretch of one slip
      float gain = first.begins_in ? -begins(*first.begins_in) : 0;
      for (; end < path.size(); ++end) {
        const Candidate& c = candidates[end][path[end]];
        if (end > i && (c.as_is || c.confusion != first.confusion || c.kind != first.kind)) break;
        gain += paid(candidates[end][0]) - paid(c);
      }
      for (std::size_t word = i; gain >= least_gain && word < end; ++word) add_repair(word, candidates[word][path[word]], gain, out);
      i = end;
    }
    return out;
  }

  // The part of the word that changes.
  void add_repair(std::size_t i, const Candidate& c, float gain, std::vector<WordRepair>& out) const {
    const std::u32string_view word = word_of(line_, i), meant = c.meant;
    if (word == meant) return;
    WordRepair repair;
    repair.begin = line_.words[i].begin;
    repair.end = line_.words[i].end;
    repair.meant = meant;
    repair.kind = c.kind;
    repair.detail = c.confusion ? c.confusion->detail() : std::string();
    repair.score = gain * 0.693147f;
    out.push_back(std::move(repair));
  }

  const WordModel& model_;
  const Layouts& layouts_;
  const Lookalikes& lookalikes_;
  const Line& line_;
  const LanguagePrior& prior_;
  std::vector<bool> is_suspect_;
  std::vector<std::vector<Candidate>> as_is_;
  std::vector<const Confusion*> confusions_;
};

}  // namespace

std::vector<WordRepair> Lattice::repairs(const Line& line, const LanguagePrior& prior,
                                         const std::vector<std::size_t>& suspects) const {
  return Reader(model_, layouts_, lookalikes_, line, prior).repairs(suspects);
}

namespace {

constexpr float plausible_letter_bits = 5.2f;  // mean bits of a letter up to which an unknown word may be a name

}  // namespace

// True for a word that fits the text's main language: known there, or spelled like it.
bool Lattice::fits(std::u32string_view word, Language main) const {
  const Run run = next_run(word, 0);
  if (run.begin == run.end) return true;
  const Script script = model_.languages()[main].script;
  for (std::size_t at = run.begin; at < run.end; ++at)
    if (script_of(word[at]) != script && !is_apostrophe(word[at])) return false;
  const bool ends_plainly = run.end == word.size() || (run.end + 1 == word.size() && (word[run.end] == ',' || word[run.end] == '.'));
  const std::u32string known = folded(word.substr(run.begin, run.end - run.begin));
  if (model_.known(main, known)) return run.begin == 0 && ends_plainly;
  if (script != Script::latin || run.begin > 0 || !ends_plainly || known.size() > longest_word) return false;
  if (model_.letter_bits(main, known) > plausible_letter_bits * static_cast<float>(known.size() + 1)) return false;
  for (const Confusion& confusion : layouts_.confusions()) {
    std::u32string meant;
    if (confusion.active_script != Script::latin || confusion.meant_script != Script::latin) continue;
    if (confusion.meant_text(word, meant) && meant != word && fits_known(meant, confusion.meant_language)) return false;
  }
  return true;
}

bool Lattice::fits_known(std::u32string_view word, Language language) const {
  const Run run = next_run(word, 0);
  return run.begin < run.end && model_.known(language, folded(word.substr(run.begin, run.end - run.begin)));
}

std::vector<std::size_t> Lattice::suspects(const Line& line, const LanguagePrior& prior) const {
  const Language main = static_cast<Language>(std::min_element(prior.begin(), prior.end()) - prior.begin());
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < line.words.size(); ++i)
    if (!line.closed[i] && !fits(word_of(line, i), main)) out.push_back(i);
  return out;
}

}  // namespace dragoman
