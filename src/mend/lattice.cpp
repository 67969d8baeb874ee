#include "mend/lattice.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace dragoman {
namespace {

// Costs in bits, tuned on the dev set: see doc/mend.md.
constexpr float slip_begins = 13, slip_goes_on = 0.5f, slip_ends = 1, slip_inside_word = 2,
                slip_inside_same_script = 18, slip_in_other_language = 14, broken_sentence_bits = 20;
constexpr float language_changes = 4, lookalike_mixed = 5, lookalike_unknown = 7, lookalike_whole = 9, least_gain = 4,
                guarded_word = 8, enclosed_word = 9, main_language_margin = 1.5f, least_gain_elsewhere = 32,
                least_gain_short = 8;  // of one word of two letters
constexpr float words_around = 8;      // what the words around suspects may gain by a slip that goes on over them
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

bool is_roman_numeral(std::u32string_view word) { return word.find_first_not_of(U"IVXLCDM.,;:)") == word.npos; }

class Reader {  // one line
 public:
  Reader(const WordModel& model, const Layouts& layouts, const Lookalikes& lookalikes, const Line& line,
         const LanguagePrior& prior, WordMemory& memory)
      : model_(model), layouts_(layouts), lookalikes_(lookalikes), line_(line), prior_(prior), memory_(memory) {}

  std::vector<WordRepair> repairs(const std::vector<std::size_t>& suspects) {
    if (!may_be_slips(suspects)) return {};
    is_suspect_.assign(line_.words.size(), false);
    for (const std::size_t i : suspects) is_suspect_[i] = true;
    for (std::size_t i = 0; i < line_.words.size(); ++i) as_is_.push_back(as_is(i));
    std::vector<std::vector<Candidate>> candidates;
    for (std::size_t i = 0; i < line_.words.size(); ++i) candidates.push_back(candidates_of(i));
    return repairs_on(candidates, cheapest_path(candidates));
  }

  bool may_be_slips(const std::vector<std::size_t>& suspects) {
    as_is_bits_.resize(line_.words.size());
    remembered_.resize(line_.words.size());
    for (const std::size_t i : suspects) {
      WordMemory::Word& word = remembered(i);
      if (word.as_is_bits < 0) word.as_is_bits = as_is_bits(i);
      as_is_bits_[i] = word.as_is_bits;
      remembered_[i] = &word;
    }
    choose_confusions(suspects);
    return !confusions_.empty() || has_lookalikes(suspects);
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
    const Run first = next_run(word, 0);
    const std::u32string main_run = folded(word.substr(first.begin, first.end - first.begin));
    bool known = false;
    for (Language l = 0; l < model_.languages().size() && letters; ++l) known = known || model_.known(l, main_run);
    for (Language l = 0; l < model_.languages().size(); ++l) {
      if (known && prior_[l] > 2 && !model_.known(l, main_run)) continue;  // known elsewhere
      if (letters && !scripts[static_cast<int>(model_.languages()[l].script)]) continue;
      if (!letters && prior_[l] > 5) continue;
      Candidate c;
      c.language = l;
      c.bits = word.size() > longest_word ? 0 : cost_of(model_, prior_, l, word).bits + broken_sentence(i, word);
      c.meant = word;
      out.push_back(std::move(c));
    }
    if (out.empty())
      out.push_back(Candidate{.bits = 3.0f * static_cast<float>(word.size()), .meant = std::u32string(word)});
    std::sort(out.begin(), out.end(), [&](const Candidate& a, const Candidate& b) { return paid(a) < paid(b); });
    if (out.size() > 4) out.resize(4);
    return out;
  }
  // What is known of the word. A small letter behind it counts, as it must not follow the mark of a question.
  WordMemory::Word& remembered(std::size_t i) {
    const bool before_small = i + 1 < line_.words.size() && is_small(word_of(line_, i + 1)[0]);
    WordMemory::Word& word = memory_.words[WordModel::key_of(before_small, word_of(line_, i))];
    if (word.gains.empty()) word.gains.resize(layouts_.confusions().size());
    return word;
  }
  static bool is_small(char32_t c) { return is_letter(c) && upper(c) != c; }

  // What the best of them pays, without the others.
  float as_is_bits(std::size_t i) const {
    const std::u32string_view word = word_of(line_, i);
    const Run run = next_run(word, 0);
    if (run.begin == run.end || word.size() > longest_word) {
      const std::vector<Candidate> all = as_is(i);
      return paid(all[0]);
    }
    bool scripts[16] = {};
    for (const char32_t c : word) scripts[static_cast<int>(script_of(c))] = true;
    const std::u32string main_run = folded(word.substr(run.begin, run.end - run.begin));
    const Language count = static_cast<Language>(model_.languages().size());
    const auto is_known_anywhere = [&] {
      for (Language l = 0; l < count; ++l)
        if (model_.known(l, main_run)) return true;
      return false;
    };
    std::optional<bool> known;
    float best = std::numeric_limits<float>::infinity();
    const auto main = likeliest_language(prior_);
    for (Language n = 0; n < count; ++n) {
      const Language l = n == 0 ? main : n <= main ? n - 1 : n;
      if (!scripts[static_cast<int>(model_.languages()[l].script)]) continue;
      const float more = prior_[l] + broken_sentence(i, word);
      const float bits = cost_of(model_, prior_, l, word, best - more).bits + more;
      if (bits >= best) continue;
      if (prior_[l] > 2 && !model_.known(l, main_run)) {
        if (!known) known = is_known_anywhere();
        if (*known) continue;
      }
      best = bits;
    }
    return std::isinf(best) ? paid(as_is(i)[0]) : best;
  }
  float paid(const Candidate& c) const { return c.bits + (c.language == no_language ? 0 : prior_[c.language]); }

  static bool changes_script(const Confusion& confusion) { return confusion.active_script != confusion.meant_script; }

  // A word in quotation marks or brackets of its own is often a genuine foreign one.
  static bool is_enclosed(std::u32string_view word) {
    return word.size() > 2 && std::u32string_view(U"\"'«“„‘([").find(word.front()) != std::u32string_view::npos &&
           std::u32string_view(U"\"'»”“’)]").find(word.back()) != std::u32string_view::npos;
  }
  // Signs other than stops and commas at the end: no word of a Latin layout was meant.
  static bool makes_signs(std::u32string_view reading) {
    std::size_t signs = 0;
    for (const char32_t c : reading)
      signs += !is_letter(c) && !is_digit(c) && c != ',' && c != '.' && c != '\'' && c != '"' && c != '-';
    return signs > 0 && reading.size() <= 8;
  }

  static char32_t last_sound(std::u32string_view word) {  // its last letter or apostrophe
    for (std::size_t i = word.size(); i-- > 0;)
      if (is_letter(word[i]) || is_apostrophe(word[i])) return word[i];
    return 0;
  }

  static bool has_foreign_letter(std::u32string_view word, Script script) {
    return std::any_of(word.begin(), word.end(), [&](char32_t c) {
      const Script own = script_of(c);
      return own != Script::none && own != Script::mark && own != script;
    });
  }

  // False when the first run of letters is not known, for sure.
  bool may_be_known(Language language, std::u32string_view word) const {
    if (std::any_of(word.begin(), word.end(), is_apostrophe)) return true;
    const Run run = next_run(word, 0);
    return run.begin == run.end || model_.known(language, folded(word.substr(run.begin, run.end - run.begin)));
  }
  // The same of `word` with the keys of `confusion` in [begin, end), in one pass over the letters: most parts of words
  // end here.
  bool part_may_be_known(const Confusion& confusion, std::u32string_view word, std::size_t begin,
                         std::size_t end) const {
    if (confusion.meant_script != Script::latin || !confusion.other_keys.empty()) return true;
    std::uint64_t key = WordModel::seed_of(confusion.meant_language, WordModel::words);
    bool is_inside = false;
    for (std::size_t at = 0; at < word.size(); ++at) {
      char32_t c = word[at];
      if (at >= begin && at < end) {
        const std::u32string* made = confusion.keys.find(c);
        if (!made || made->size() != 1 || ((*made)[0] >= 0x300 && (*made)[0] < 0x370)) return true;
        c = (*made)[0];
      }
      if (is_apostrophe(c) || script_of(c) == Script::mark) return true;
      if (!is_letter(c)) {
        if (is_inside) break;
        continue;
      }
      is_inside = true;
      key = WordModel::step(key, lower(c));
    }
    return !is_inside || model_.known_key(mix(key));
  }

  // A question or exclamation mark does not stand before a small letter.
  float broken_sentence(std::size_t i, std::u32string_view word) const {
    if (i + 1 >= line_.words.size() || (word.back() != '?' && word.back() != '!')) return 0;
    return is_small(word_of(line_, i + 1)[0]) ? broken_sentence_bits : 0;
  }

  struct Slip {
    float bits = 0;
    bool begins = false, ends = false;  // on at the beginning and at the end of the word
  };

  // What word i would be (meant_) when `confusion` was on from `begin` to `end`; bits < 0 when it cannot be. Above
  // `most` the bits may be any above it.
  Slip slip(std::size_t i, const Confusion& confusion, std::size_t begin, std::size_t end, float most) const {
    const std::u32string_view word = word_of(line_, i);
    const Run run = next_run(word, 0);
    const bool is_part = begin > run.begin || end < run.end;
    const bool same_script = !changes_script(confusion);
    Slip best{-1, begin <= run.begin, end == word.size()};
    if (is_part && same_script && !part_may_be_known(confusion, word, begin, end)) return best;
    const auto offer = [&](const std::u32string& reading) {
      std::u32string& meant = made_;
      meant.assign(word.substr(0, begin)).append(reading).append(word.substr(end));
      if (confusion.loses_case && begin <= run.begin) restore_case(confusion, i, meant);
      if (is_part && has_foreign_letter(meant, confusion.meant_script)) return;
      if (is_part && same_script && !may_be_known(confusion.meant_language, meant)) return;
      const WordCost cost = cost_of(model_, prior_, confusion.meant_language, meant, most);
      if (same_script && confusion.meant_script == Script::latin && makes_signs(reading)) return;
      if (is_part && (cost.foreign || (!cost.all_known && same_script))) return;
      const float bits = cost.bits + broken_sentence(i, meant) + (is_enclosed(word) ? enclosed_word : 0);
      if (best.bits >= 0 && best.bits <= bits) return;
      // The apostrophe of Cyrillic words stands within them.
      if (same_script && is_apostrophe(last_sound(meant)) && is_letter(last_sound(word))) return;
      if (is_enclosed(word) && !cost.all_known) return;  // nobody quotes what is no word
      best.bits = bits;
      std::swap(meant_, meant);
    };
    if (confusion.other_keys.empty()) {
      if (confusion.meant_text(word.substr(begin, end - begin), reading_)) offer(reading_);
    } else {
      for (const std::u32string& reading : confusion.readings(word.substr(begin, end - begin))) offer(reading);
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
    const auto known = model_.known(confusion.meant_language,
                                    folded(std::u32string_view(meant).substr(run.begin, run.end - run.begin)));
    if (begins_sentence(i) || (known && known->capital)) meant[run.begin] = upper(meant[run.begin]);
  }

  // Calls take(slip), with meant_, for each slip of word i under `confusion`: the whole word, its tail, its head. The
  // bits of those above `most_bits` (of a whole word; a part may cost its beginning more) may be any above it.
  template <class Take>
  void slips(std::size_t i, const Confusion& confusion, bool parts, float most_bits, Take&& take) const {
    const std::u32string_view word = word_of(line_, i);
    if (word.size() > longest_word) return;
    const std::size_t first = next_run(word, 0).begin, size = word.size();
    std::size_t last = size;  // behind the last letter or digit
    while (last > 0 && !is_letter(word[last - 1]) && !is_digit(word[last - 1])) --last;
    const auto changed = [&](std::size_t at) { return confusion.keys.changes(word[at]); };
    const auto offer = [&](std::size_t begin, std::size_t end, float more) {
      const bool whole = begin == 0 && end == size;
      const float most = most_bits + (whole ? 0 : begins(confusion)) - more;
      if (most <= 0) return;
      if (!whole && changes_script(confusion) &&
          (has_foreign_letter(word.substr(0, begin), confusion.meant_script) ||
           has_foreign_letter(word.substr(end), confusion.meant_script)))
        return;
      Slip found = slip(i, confusion, begin, end, most);
      if (found.bits < 0) return;
      found.bits += more;
      take(found);
    };
    offer(0, size, 0);
    // The signs around the word may have been typed on the right layout.
    for (std::size_t begin = 0; begin <= first && begin < last; begin += std::max<std::size_t>(first, 1))
      for (std::size_t end = std::max(last, size > 3 ? size - 3 : 0); end <= size; ++end)
        if (begin < end && (begin > 0 || end < size)) offer(begin, end, slip_ends);
    if (!parts) return;
    const float inside = slip_inside_word + (changes_script(confusion) ? 0 : slip_inside_same_script);
    for (std::size_t n = 1; n <= longest_tail && n < size; ++n)
      if (size - n > first && changed(size - n)) offer(size - n, size, begins(confusion) + inside);
    for (std::size_t begin = 0; begin <= first && begin < size; begin += std::max<std::size_t>(first, 1))
      for (std::size_t n = 1; n <= longest_head && begin + n < last; ++n)
        if (changed(begin + n - 1)) offer(begin, begin + n, slip_ends + inside);
  }

  static bool changes(const Confusion& confusion, std::u32string_view word) {
    return std::any_of(word.begin(), word.end(), [&](char32_t c) { return confusion.keys.changes(c); });
  }

  float least(const Confusion& confusion) const { return is_of_text(confusion) ? least_gain : least_gain_elsewhere; }

  // Bits that word i could gain under `confusion` at most.
  float most_gain(const Confusion& confusion, std::size_t i) const {
    constexpr float least_word = 3;
    return std::max(0.0f, as_is_bits_[i] - prior_[confusion.meant_language] - least_word);
  }

  // False when the slips of the suspects cannot be worth their beginning. A slip may have begun before a word, so parts
  // of words do not pay for it here. What is left to gain bounds what each slip may cost, so most end early.
  bool may_gain(const Confusion& confusion, const std::vector<std::size_t>& suspects) const {
    float wanted = begins(confusion) + least(confusion) - words_around, open = 0;
    // Signs alone are no evidence that another layout was on: "C++".
    bool has_letters = changes_script(confusion) && confusion.active_script == Script::latin;
    for (const std::size_t i : suspects) {
      open += most_gain(confusion, i);
      has_letters = has_letters || has_letter_of(word_of(line_, i), confusion.active_script);
    }
    if (!has_letters) return false;
    for (const std::size_t i : suspects) {
      if (open < wanted) return false;
      const float most = most_gain(confusion, i);
      open -= most;
      if (most <= 0 || !changes(confusion, word_of(line_, i))) continue;
      wanted -= gain_of_word(confusion, i, std::max(0.0f, wanted - open));
    }
    return wanted <= 0;
  }

  // Bits that word i gains by a slip that began before; less than `least` may be given as 0.
  float gain_of_word(const Confusion& confusion, std::size_t i, float least) const {
    const auto number = static_cast<std::size_t>(&confusion - layouts_.confusions().data());
    WordMemory::Gain& known = remembered_[i]->gains[number];
    if (known.is_known && known.is_exact) return known.most;
    if (known.is_known && known.most <= least) return 0;
    const float now = as_is_bits_[i];
    float gain = 0;
    const float worth = now - prior_[confusion.meant_language];
    slips(i, confusion, true, worth - least,
          [&](const Slip& slip) { gain = std::max(gain, worth - slip.bits + (slip.begins ? 0 : begins(confusion))); });
    if (!confusion.loses_case)  // elsewhere the place in the sentence does not matter
      known = gain >= least ? WordMemory::Gain{gain, true, true} : WordMemory::Gain{least, false, true};
    return gain;
  }

  static bool has_letter_of(std::u32string_view word, Script script) {
    return std::any_of(word.begin(), word.end(), [&](char32_t c) { return script_of(c) == script; });
  }

  bool has_lookalikes(const std::vector<std::size_t>& suspects) const {
    std::vector<Candidate> found;
    for (const std::size_t i : suspects)
      if (line_.looks[i].protection != Protection::closed) add_lookalikes(i, found);
    return !found.empty();
  }

  // The confusions that explain most of the suspects.
  void choose_confusions(const std::vector<std::size_t>& suspects) {
    std::vector<std::pair<float, const Confusion*>> ranked;
    for (const Confusion& confusion : layouts_.confusions()) {
      if (!may_gain(confusion, suspects)) continue;
      float gain = 0;
      for (const std::size_t i : suspects) {
        if (!changes(confusion, word_of(line_, i))) continue;
        float best = 0;
        const float now = as_is_bits_[i];
        const float worth = now - prior_[confusion.meant_language];  // what costs more gains nothing
        slips(i, confusion, true, worth,
              [&](const Slip& slip) { best = std::max(best, worth - slip.bits - (slip.begins && slip.ends ? 6 : 0)); });
        gain += best;
      }
      if (gain > 0) ranked.emplace_back(-(gain - confusion.cost), &confusion);
    }
    std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 0; i < ranked.size() && i < most_confusions; ++i) confusions_.push_back(ranked[i].second);
  }

  std::vector<Candidate> candidates_of(std::size_t i) const {
    std::vector<Candidate> out = as_is_[i];
    if (line_.looks[i].protection == Protection::closed) return out;
    const bool guarded = line_.looks[i].protection == Protection::guarded;
    for (const Confusion* confusion : confusions_)
      slips(i, *confusion, is_suspect_[i], std::numeric_limits<float>::infinity(), [&](const Slip& slip) {
        if (guarded && !slip.begins) return;
        if (meant_ == word_of(line_, i) && is_suspect_[i]) return;
        Candidate c;
        c.begins_in = slip.begins ? confusion : nullptr;
        c.ends_in = slip.ends ? confusion : nullptr;
        c.confusion = confusion;
        c.as_is = false;
        c.language = confusion->meant_language;
        c.bits = slip.bits + (guarded ? guarded_word : 0);
        c.meant = meant_;
        out.push_back(std::move(c));
      });
    if (is_suspect_[i]) add_lookalikes(i, out);
    return out;
  }

  // A single letter beside a sign that stands alone.
  bool stands_in_formula(std::size_t i) const {
    const std::u32string_view word = word_of(line_, i);
    if (std::count_if(word.begin(), word.end(), is_letter) > 1) return false;
    const auto is_sign = [&](std::size_t at) {
      const std::u32string_view beside = word_of(line_, at);
      return std::none_of(beside.begin(), beside.end(), is_letter) && beside != U"-" && beside != U"–" &&
             beside != U"—";
    };
    return (i > 0 && is_sign(i - 1)) || (i + 1 < line_.words.size() && is_sign(i + 1));
  }

  void add_lookalikes(std::size_t i, std::vector<Candidate>& out) const {
    const std::u32string_view word = word_of(line_, i);
    if (word.size() > longest_word) return;
    for (const Script script : {Script::latin, Script::cyrillic, Script::greek}) {
      std::u32string meant;
      if (!lookalikes_.in_script(word, script, meant)) continue;
      bool has_own = false;
      for (const char32_t c : word) has_own = has_own || script_of(c) == script;
      if (!has_own && (is_roman_numeral(word) || stands_in_formula(i))) continue;
      for (Language l = 0; l < model_.languages().size(); ++l) {
        if (model_.languages()[l].script != script || prior_[l] > (has_own ? 9 : 3)) continue;
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

  bool is_of_text(const Confusion& confusion) const {
    const float main = *std::min_element(prior_.begin(), prior_.end());
    // Languages of one script share words, so there the text has to be in the meant one.
    const bool close = !changes_script(confusion) && confusion.meant_script != Script::latin;
    return prior_[confusion.meant_language] <= main + (close ? 0.0f : main_language_margin);
  }

  // A slip in a language that the text is not in is unlikelier still.
  float begins(const Confusion& confusion) const {
    return slip_begins + confusion.cost + (is_of_text(confusion) ? 0 : slip_in_other_language);
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
    path.back() =
        static_cast<std::size_t>(std::min_element(cost.back().begin(), cost.back().end()) - cost.back().begin());
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
      for (; end < path.size(); ++end) {
        const Candidate& c = candidates[end][path[end]];
        if (end > i && (c.as_is || c.confusion != first.confusion || c.kind != first.kind)) break;
      }
      const float gain = gain_of(candidates, path, i, end);
      float wanted = first.confusion ? least(*first.confusion) : least_gain;
      if (end == i + 1 && first.confusion && letters_in(word_of(line_, i)) <= 2)
        wanted = std::max(wanted, least_gain_short);
      for (std::size_t word = i; gain >= wanted && word < end; ++word)
        add_repair(word, candidates[word][path[word]], gain, runner_up(candidates, path, word, gain), out);
      i = end;
    }
    return out;
  }

  static std::size_t letters_in(std::u32string_view word) {
    return static_cast<std::size_t>(std::count_if(word.begin(), word.end(), is_letter));
  }

  // What it would cost more to leave words [begin, end) as they are, everything around them being read as on `path`.
  float gain_of(const std::vector<std::vector<Candidate>>& candidates, const std::vector<std::size_t>& path,
                std::size_t begin, std::size_t end) const {
    const Candidate* before = begin > 0 ? &candidates[begin - 1][path[begin - 1]] : nullptr;
    const Candidate* after = end < path.size() ? &candidates[end][path[end]] : nullptr;
    float mended = 0;
    const Candidate* last = before;
    for (std::size_t i = begin; i < end; ++i) {
      const Candidate& c = candidates[i][path[i]];
      mended += change(last, c) + c.bits;
      last = &c;
    }
    if (after) mended += change(last, *after);
    std::vector<std::pair<float, const Candidate*>> left = {{0, before}};  // cheapest cost up to each reading
    for (std::size_t i = begin; i < end; ++i) {
      std::vector<std::pair<float, const Candidate*>> next;
      for (const Candidate& c : as_is_[i]) {
        float best = std::numeric_limits<float>::infinity();
        for (const auto& [cost, from] : left) best = std::min(best, cost + change(from, c) + c.bits);
        next.emplace_back(best, &c);
      }
      left = std::move(next);
    }
    float alone = std::numeric_limits<float>::infinity();
    for (const auto& [cost, from] : left) alone = std::min(alone, cost + (after ? change(from, *after) : 0));
    return alone - mended;
  }

  // The cheapest other reading of word i, everything around it being read as on `path`; leaving the whole stretch as it
  // is costs `gain`.
  RunnerUp runner_up(const std::vector<std::vector<Candidate>>& candidates, const std::vector<std::size_t>& path,
                     std::size_t i, float gain) const {
    const Candidate* before = i > 0 ? &candidates[i - 1][path[i - 1]] : nullptr;
    const Candidate* after = i + 1 < path.size() ? &candidates[i + 1][path[i + 1]] : nullptr;
    const auto cost = [&](const Candidate& c) { return change(before, c) + c.bits + (after ? change(&c, *after) : 0); };
    const Candidate& best = candidates[i][path[i]];
    const Candidate* second = nullptr;
    float behind = gain;
    for (const Candidate& c : candidates[i]) {
      if (c.as_is || c.meant == best.meant || c.meant == word_of(line_, i)) continue;
      const float more = cost(c) - cost(best);
      if (more < behind) behind = more, second = &c;
    }
    RunnerUp out;
    out.behind = behind * 0.693147f;
    out.text = utf8_of(second ? std::u32string_view(second->meant) : word_of(line_, i));
    if (second) {
      out.kind = second->kind;
      out.detail = detail_of(*second, word_of(line_, i));
    }
    return out;
  }

  // Letters of which script stood for which.
  static std::string detail_of(const Candidate& c, std::u32string_view word) {
    if (c.confusion) return c.confusion->detail();
    for (std::size_t i = 0; i < word.size() && i < c.meant.size(); ++i)
      if (word[i] != c.meant[i])
        return std::string(name_of(script_of(word[i]))) + ">" + std::string(name_of(script_of(c.meant[i])));
    return "";
  }

  void add_repair(std::size_t i, const Candidate& c, float gain, RunnerUp runner_up,
                  std::vector<WordRepair>& out) const {
    const std::u32string_view word = word_of(line_, i), meant = c.meant;
    if (word == meant) return;
    WordRepair repair;
    repair.begin = line_.words[i].begin;
    repair.end = line_.words[i].end;
    repair.meant = meant;
    repair.kind = c.kind;
    repair.detail = detail_of(c, word);
    repair.runner_up = std::move(runner_up);
    repair.score = gain * 0.693147f;
    out.push_back(std::move(repair));
  }

  const WordModel& model_;
  const Layouts& layouts_;
  const Lookalikes& lookalikes_;
  const Line& line_;
  const LanguagePrior& prior_;
  WordMemory& memory_;
  std::vector<bool> is_suspect_;
  std::vector<WordMemory::Word*> remembered_;  // of the suspects
  std::vector<float> as_is_bits_;              // of the suspects
  std::vector<std::vector<Candidate>> as_is_;
  std::vector<const Confusion*> confusions_;
  mutable std::u32string reading_, made_, meant_;  // of the slip that is weighed: kept, as there are many
};

}  // namespace

std::vector<WordRepair> Lattice::repairs(const Line& line, const std::vector<std::size_t>& suspects) {
  if (memory_.words.size() > WordMemory::most_words) memory_.words.clear();
  return Reader(model_, layouts_, lookalikes_, line, prior_, memory_).repairs(suspects);
}

bool Lattice::may_be_slips(std::u32string_view text) {
  Line line{text, {}, words_of(text)};
  for (const Run& word : line.words) line.looks.push_back(look(text.substr(word.begin, word.end - word.begin)));
  const std::vector<std::size_t> found = suspects(line);
  return !found.empty() && Reader(model_, layouts_, lookalikes_, line, prior_, memory_).may_be_slips(found);
}

Look Lattice::look(std::u32string_view word) {
  if (memory_.looks.size() > WordMemory::most_words) memory_.looks.clear();
  const auto [entry, is_new] = memory_.looks.try_emplace(WordModel::key_of(0, word));
  if (is_new) {
    entry->second.protection = protection_of(word);
    entry->second.fits = entry->second.protection != Protection::none || fits(word, likeliest_language(prior_));
  }
  return entry->second;
}

namespace {

constexpr std::size_t longest_acronym = 6;
constexpr float usual_letter_bits = 3.7f;      // and up to which it is one without another look
constexpr float plausible_letter_bits = 5.2f;  // mean bits of a letter up to which an unknown word may be a name

}  // namespace

// True for a word that fits the text's main language: known there, or spelled like it.
bool Lattice::fits(std::u32string_view word, Language main) const {
  constexpr std::u32string_view plain_before = U"\"'“‘„‚([«»$#–—-…", plain_after = U",.;:!?)]«»“”‘’\"'…%–—",
                                plain_between = U"-–—./’";
  if (next_run(word, 0).begin >= word.size()) return true;
  const Script script = model_.languages()[main].script;
  std::size_t begin = 0, end = word.size();
  while (begin < end && plain_before.find(word[begin]) != plain_before.npos) ++begin;
  while (end > begin && plain_after.find(word[end - 1]) != plain_after.npos) --end;
  for (std::size_t at = begin; at < end;) {
    if (!is_letter(word[at])) {
      const bool inside = at > begin && at + 1 < end && is_letter(word[at - 1]) && is_letter(word[at + 1]);
      if (is_digit(word[at]) ? inside : (plain_between.find(word[at]) == plain_between.npos || at + 1 == end))
        return false;
      ++at;
      continue;
    }
    const Run run = next_run(word, at);
    if (!run_fits(word.substr(at, std::min(run.end, end) - at), main, script)) return false;
    at = run.end;
  }
  return true;
}

bool Lattice::run_fits(std::u32string_view run, Language main, Script script) const {
  for (const char32_t c : run)
    if (script_of(c) != script && !is_apostrophe(c)) return false;
  if (script == Script::latin && model_.knows(main, run)) return true;
  std::u32string word = folded(run);
  if (model_.known(main, word)) return true;
  if (script != Script::latin || word.size() > longest_word) return false;
  if (word.ends_with(U"'s")) {
    word.resize(word.size() - 2);
    if (model_.known(main, word)) return true;
  }
  if (word.size() <= longest_acronym && std::all_of(run.begin(), run.end(), [](char32_t c) { return is_upper(c); }))
    return true;
  const float bits = model_.letter_bits(main, word) / static_cast<float>(word.size() + 1);
  if (bits > plausible_letter_bits) return false;
  if (bits < usual_letter_bits) return true;
  for (const Confusion& confusion : layouts_.confusions()) {
    std::u32string meant;
    if (confusion.active_script != Script::latin || confusion.meant_script != Script::latin) continue;
    if (confusion.meant_text(run, meant) && meant != run && fits_known(meant, confusion.meant_language)) return false;
  }
  return true;
}

bool Lattice::fits_known(std::u32string_view word, Language language) const {
  const Run run = next_run(word, 0);
  return run.begin < run.end && model_.known(language, folded(word.substr(run.begin, run.end - run.begin)));
}

std::vector<std::size_t> Lattice::suspects(const Line& line) const {
  std::vector<std::size_t> out;
  const auto breaks_sentence = [&](std::size_t i) {  // "? and"
    const char32_t last = word_of(line, i).back();
    if ((last != '?' && last != '!') || i + 1 >= line.words.size()) return false;
    const char32_t next = word_of(line, i + 1)[0];
    return is_letter(next) && upper(next) != next;
  };
  for (std::size_t i = 0; i < line.words.size(); ++i)
    if (line.looks[i].protection == Protection::none && (!line.looks[i].fits || breaks_sentence(i))) out.push_back(i);
  return out;
}

}  // namespace dragoman
