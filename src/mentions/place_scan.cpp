#include "mentions/place_scan.h"

#include <algorithm>
#include <cmath>

namespace dragoman {
namespace {

constexpr std::uint32_t longest_name = 6;  // words
constexpr std::size_t most_meanings = 80;  // of one name; the rest are hamlets

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A letter beyond ASCII; punctuation of the general block and Latin-1 signs are none.
bool is_high_letter(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80) return false;
  if (byte == 0xe2 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) == 0x80) return false;
  if (byte == 0xc2) return false;
  if (byte == 0xef && text.substr(at, 3) == "\xef\xbf\xbd") return false;
  return true;
}

std::size_t character_size(std::string_view text, std::size_t at) {
  std::size_t size = 1;
  while (at + size < text.size() && (static_cast<unsigned char>(text[at + size]) & 0xc0) == 0x80) ++size;
  return size;
}

std::size_t apostrophe_size(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  if (text[at] == '\'' || text[at] == '`') return 1;
  const std::string_view three = text.substr(at, 3);
  return three == "\u2019" || three == "\u2018" ? 3 : 0;
}

bool is_word_byte(std::string_view text, std::size_t at) {
  const char c = text[at];
  return is_lower(c) || is_upper(c) || is_digit(c) || is_high_letter(text, at);
}

// One word: letters and digits, inner apostrophes ("N'Djamena", not a final "'s"), initials ("U.S.", "W.Va").
std::size_t word_end(std::string_view text, std::size_t at, std::size_t end) {
  const std::size_t begin = at;
  std::size_t letters = 0;
  bool initials = true;
  while (at < end) {
    if (is_word_byte(text, at)) {
      at += character_size(text, at);
      ++letters;
      continue;
    }
    if (const std::size_t mark = apostrophe_size(text, at)) {
      const std::size_t next = at + mark;
      if (next >= end || !is_word_byte(text, next)) break;
      const bool clitic = (text[next] | 0x20) == 's' && (next + 1 >= end || !is_word_byte(text, next + 1));
      if (clitic) break;
      at = next;
      initials = false;
      continue;
    }
    if (text[at] == '.' && initials && letters == 1 && is_upper(text[at - 1])) {
      const bool more = at + 1 < end && is_upper(text[at + 1]);
      if (more || at - begin >= 2) {
        ++at;
        letters = 0;
        if (more) continue;
      }
    }
    break;
  }
  return std::min(at, end);
}

int bucket(double value) { return value < 1 ? 0 : static_cast<int>(std::log10(value)) + 1; }

}  // namespace

void PlaceScanner::cut(std::uint32_t begin, std::uint32_t end) {
  Gap gap = Gap::other;
  bool sentence = true;
  for (std::uint32_t at = begin; at < end;) {
    const char c = text_[at];
    if (!is_word_byte(text_, at)) {
      const bool plain_space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
      if (plain_space)
        gap = gap == Gap::none ? Gap::space : gap == Gap::hyphen ? Gap::other : gap;
      else if (c == '-' && gap == Gap::none)
        gap = Gap::hyphen;
      else if (c == ',')
        gap = gap == Gap::none ? Gap::comma : Gap::other;
      else if (c == '.')
        gap = gap == Gap::none ? Gap::dot : Gap::other;
      else
        gap = Gap::other;
      const bool opens = c == '"' || c == '(' || c == '\'' || static_cast<unsigned char>(c) >= 0x80;
      if (c == '.' || c == '!' || c == '?' || c == ':' || opens)
        sentence = true;
      else if (c == ',' || c == ';')
        sentence = false;
      at += static_cast<std::uint32_t>(character_size(text_, at));
      continue;
    }
    PlaceWord word;
    word.begin = at;
    word.end = static_cast<std::uint32_t>(std::max<std::size_t>(at + 1, word_end(text_, at, end)));
    word.gap = gap;
    word.starts_sentence = sentence;
    word.fold_begin = static_cast<std::uint32_t>(folded_.size());
    bool plain = true, lower_seen = false, upper_seen = false;
    for (std::uint32_t i = word.begin; i < word.end; ++i) {
      plain = plain && (is_lower(text_[i]) || is_upper(text_[i]) || is_digit(text_[i]));
      lower_seen = lower_seen || is_lower(text_[i]);
      upper_seen = upper_seen || is_upper(text_[i]);
    }
    const std::string_view raw = text_.substr(word.begin, word.end - word.begin);
    if (plain)
      for (const char letter : raw) folded_ += is_upper(letter) ? static_cast<char>(letter | 0x20) : letter;
    else
      folded_ += fold_place_name(raw);
    word.fold_end = static_cast<std::uint32_t>(folded_.size());
    word.capital = is_upper(c) || (static_cast<unsigned char>(c) >= 0xc3 && !is_lower(c));
    word.upper = upper_seen && !lower_seen && word.end - word.begin > 1;
    NameHash hash;
    hash.add(folded(word));
    word.name = hash.value();
    words_.push_back(word);
    gap = Gap::none;
    sentence = false;
    at = word.end;
  }
}

bool PlaceScanner::is_clitic(std::uint32_t i) const {
  const PlaceWord& word = words_[i];
  return word.end == word.begin + 1 && folded(word) == "s" &&
         words_[i - 1].end + apostrophe_size(text_, words_[i - 1].end) == word.begin && words_[i - 1].end < word.begin;
}

// The longest name of the gazetteer that starts at words_[first].
void PlaceScanner::match(std::uint32_t first, std::uint32_t limit) {
  NameHash hash, before;
  std::uint32_t best = 0;
  std::uint64_t best_name = 0;
  for (std::uint32_t i = first; i < limit && i < first + longest_name; ++i) {
    const PlaceWord& word = words_[i];
    const bool clitic = i > first && is_clitic(i);  // "Martha's Vineyard" is known as "marthas vineyard"
    if (i > first && !clitic) {
      const bool abbreviated = word.gap == Gap::dot && words_[i - 1].end - words_[i - 1].begin <= 3;
      const bool joined = word.gap == Gap::space || word.gap == Gap::hyphen || abbreviated;
      const bool comma = word.gap == Gap::comma && word.capital && i == first + 1 && word.end - word.begin <= 4;
      if (!joined && !comma) break;
    }
    if (clitic) {
      hash = before;
      hash.add(std::string(folded(words_[i - 1])) + "s");
    } else {
      before = hash;
      hash.add(folded(word));
    }
    if (gazetteer_.knows(hash.value()) && (word.capital || i > first)) {
      best = i + 1;
      best_name = hash.value();
    }
  }
  if (!best || (best == first + 1 && is_common_word(words_[first]))) return;
  PlaceCandidate candidate;
  candidate.first = first;
  candidate.last = best;
  candidate.name = best_name;
  candidates_.push_back(std::move(candidate));
}

// Words like "Park" and "North" are hamlets too; alone they are meant as places only where the place is big. Initials
// ("U.N.") are no towns, acronyms only big ones ("ROME").
bool PlaceScanner::is_common_word(const PlaceWord& word) {
  constexpr std::uint32_t longest_acronym = 4;
  const bool initials = text_.substr(word.begin, word.end - word.begin).find('.') != std::string_view::npos;
  const bool acronym = word.upper && word.end - word.begin <= longest_acronym;
  if (!initials && !acronym && !gazetteer_.word_classes(word.name)) return false;
  scratch_.clear();
  gazetteer_.find(word.name, scratch_);
  return std::all_of(scratch_.begin(), scratch_.end(), [&](const PlaceName& name) {
    if (name.listed) return false;
    if (initials) return true;
    const Place place = gazetteer_.place(name.place);
    return place.feature != 'C' && !(place.population > 100000 && place.feature == 'P');
  });
}

void PlaceScanner::add_block(std::uint32_t begin, std::uint32_t end) {
  const auto first = static_cast<std::uint32_t>(words_.size());
  cut(begin, end);
  const auto limit = static_cast<std::uint32_t>(words_.size());
  for (std::uint32_t i = first; i < limit;) {
    const std::size_t before = candidates_.size();
    if (words_[i].capital && words_[i].end - words_[i].begin > 1) match(i, limit);
    i = candidates_.size() > before ? candidates_.back().last : i + 1;
  }
}

void PlaceScanner::find_run(PlaceCandidate& candidate) const {
  const auto inside = [&](std::uint32_t i) {
    return words_[i].gap == Gap::space || words_[i].gap == Gap::hyphen ||
           (words_[i].gap == Gap::dot && words_[i - 1].end - words_[i - 1].begin <= 3);
  };
  candidate.run_first = candidate.first;
  while (candidate.run_first > 0 && candidate.first - candidate.run_first < 8 && inside(candidate.run_first) &&
         words_[candidate.run_first - 1].capital)
    --candidate.run_first;
  candidate.run_last = candidate.last;
  while (candidate.run_last < words_.size() && candidate.run_last - candidate.last < 8 &&
         words_[candidate.run_last].capital && inside(candidate.run_last))
    ++candidate.run_last;
}

void PlaceScanner::finish() {
  const std::uint32_t title = Gazetteer::word_class("title"), given = Gazetteer::word_class("given");
  for (PlaceCandidate& candidate : candidates_) {
    scratch_.clear();
    gazetteer_.find(candidate.name, scratch_);
    if (scratch_.size() > most_meanings) scratch_.resize(most_meanings);
    candidate.use = scratch_.empty() ? NameUse::name : scratch_.front().use;
    const auto [known, fresh] = meanings_.try_emplace(candidate.name);
    if (fresh)
      for (const PlaceName& name : scratch_) known->second.push_back(gazetteer_.place(name.place));
    candidate.meanings = known->second;
    constexpr std::uint32_t longest_short_form = 4;
    candidate.is_short_form =
        candidate.last == candidate.first + 1 &&
        words_[candidate.first].fold_end - words_[candidate.first].fold_begin <= longest_short_form;
    find_run(candidate);
    for (std::uint32_t i = candidate.run_first > 0 ? candidate.run_first - 1 : 0;
         i < std::min<std::size_t>(words_.size(), candidate.run_last + 2); ++i)
      if (!words_[i].classes) words_[i].classes = gazetteer_.word_classes(words_[i].name);
    Seen& seen = seen_[candidate.name];
    ++seen.count;
    if (candidate.run_first < candidate.first || candidate.run_last > candidate.last) ++seen.inside_longer;
    if (candidate.first > candidate.run_first && (words_[candidate.first - 1].classes & (title | given)))
      ++seen.as_person;
  }
  for (const PlaceWord& word : words_) {
    if (word.capital) continue;
    const auto found = seen_.find(word.name);
    if (found != seen_.end()) ++found->second.lower;
  }
  link_containers();
}

// "Paris, Texas"; "Springfield, Ill."; "Mosul, Iraq".
void PlaceScanner::link_containers() {
  for (std::uint32_t i = 0; i + 1 < candidates_.size(); ++i) {
    PlaceCandidate& inner = candidates_[i];
    const PlaceCandidate& outer = candidates_[i + 1];
    if (outer.first != inner.last || words_[outer.first].gap != Gap::comma) continue;
    const bool holds = std::any_of(outer.meanings.begin(), outer.meanings.end(), [&](const Place& around) {
      return std::any_of(inner.meanings.begin(), inner.meanings.end(), [&](const Place& place) {
        if (place.feature == 'C') return false;
        if (around.feature == 'C') return place.country == around.country && place.country != no_country;
        return around.feature == 'A' && place.feature != 'A' && place.admin == around.admin && place.admin != 0;
      });
    });
    if (holds) inner.container = i + 1;
  }
}

TextSpan PlaceScanner::span(const PlaceCandidate& candidate) const {
  TextSpan out{words_[candidate.first].begin, words_[candidate.last - 1].end};
  const bool short_word = candidate.last == candidate.first + 1 && out.size() <= 5;
  const bool stop = out.end < text_.size() && text_[out.end] == '.' && text_[out.end - 1] != '.';
  if (!short_word || !stop || candidate.meanings.empty()) return out;
  const Place& place = candidate.meanings.front();
  if (place.feature == 'A' && place_hash(fold_place_name(place.name)) != candidate.name) ++out.end;
  return out;
}

bool PlaceScanner::follows_in_list(std::uint32_t candidate) const {
  if (candidate == 0) return false;
  const PlaceCandidate& here = candidates_[candidate];
  const PlaceCandidate& before = candidates_[candidate - 1];
  return here.first >= before.last && here.first - before.last <= 1;
}

std::uint64_t PlaceScanner::fingerprint() { return hash_of("place features 1"); }

void PlaceScanner::features(std::uint32_t index, std::vector<std::uint64_t>& out) const {
  const PlaceCandidate& c = candidates_[index];
  const auto count = static_cast<std::uint32_t>(words_.size());
  std::uint64_t kind = 1;
  double population = 0;
  char best = 'P';
  bool only_us = true, any_table = false;
  for (const Place& place : c.meanings) {
    population = std::max(population, place.population);
    if (place.feature == 'C' || (place.feature == 'A' && best != 'C') || (place.feature == 'T' && best == 'P'))
      best = place.feature;
    only_us = only_us && place.population < 1;
    any_table = any_table || place.feature == 'C';
  }
  const std::uint64_t size = std::min(c.last - c.first, 3u);
  const std::uint64_t use = static_cast<std::uint64_t>(c.use);
  const std::uint64_t type = combine(combine(static_cast<std::uint64_t>(best), use), only_us);
  const auto add = [&](std::uint64_t name, std::uint64_t value) {
    out.push_back(combine(name, value));
    out.push_back(combine(combine(name, value), type));
  };
  const auto word_at = [&](std::int64_t i) -> const PlaceWord* {
    return i >= 0 && i < count ? &words_[static_cast<std::size_t>(i)] : nullptr;
  };
  const auto word_value = [&](const PlaceWord* word) { return word ? word->name : 7; };
  const auto cluster_of = [&](const PlaceWord* word) -> WordCluster {
    return word ? clusters_.find(folded(*word)) : WordCluster{};
  };
  const PlaceWord* before = word_at(std::int64_t{c.first} - 1);
  const PlaceWord* before2 = word_at(std::int64_t{c.first} - 2);
  const PlaceWord* after = word_at(c.last);
  const PlaceWord* after2 = word_at(std::int64_t{c.last} + 1);
  const auto gap_of = [](const PlaceWord* word) { return word ? static_cast<std::uint64_t>(word->gap) : 6; };
  const std::uint64_t gap_before = gap_of(&words_[c.first]), gap_after = gap_of(after);
  const bool upper =
      std::all_of(words_.begin() + c.first, words_.begin() + c.last, [](const PlaceWord& word) { return word.upper; });

  out.push_back(hash_of("bias"));
  add(kind = 2, type);
  add(3, combine(static_cast<std::uint64_t>(bucket(population)), size));
  add(4, static_cast<std::uint64_t>(std::min<std::size_t>(c.meanings.size(), 6)));
  add(5, combine(words_[c.first].starts_sentence, size));
  add(6, upper);
  add(7, combine(gap_before, word_value(before)));
  add(8, combine(gap_after, word_value(after)));
  add(9, combine(gap_before, combine(word_value(before2), word_value(before))));
  add(10, combine(gap_after, combine(word_value(after), word_value(after2))));
  const WordCluster left = cluster_of(before), right = cluster_of(after);
  add(11, combine(gap_before, left.fine));
  add(12, combine(gap_after, right.fine));
  add(13, combine(gap_before, combine(left.broad, before && before->capital)));
  add(14, combine(gap_after, combine(right.broad, after && after->capital)));
  add(15, combine(combine(gap_before, left.coarse), combine(gap_after, right.coarse)));
  const std::uint64_t run_before = std::min(c.first - c.run_first, 3u), run_after = std::min(c.run_last - c.last, 3u);
  add(16, combine(run_before, run_after));
  if (c.run_last > c.last) {
    add(17, words_[c.run_last - 1].classes);
    add(18, words_[c.last].classes);
    add(19, words_[c.run_last - 1].name);
    add(20, cluster_of(&words_[c.run_last - 1]).fine);
  }
  if (c.run_first < c.first) {
    add(21, words_[c.first - 1].classes);
    add(22, words_[c.run_first].name);
    add(23, cluster_of(&words_[c.run_first]).fine);
  } else if (before) {
    add(24, before->classes);
  }
  const WordCluster own = clusters_.find(folded(words_[c.last - 1]));
  add(25, combine(own.fine, size > 1));
  add(26, combine(own.broad, size > 1));
  add(27, words_[c.last - 1].classes);
  if (size == 1) add(28, combine(own.coarse, combine(run_before, run_after)));
  const auto found = seen_.find(c.name);
  const Seen seen = found == seen_.end() ? Seen{} : found->second;
  add(29, std::min<std::uint16_t>(seen.count, 4));
  add(30, combine(std::min<std::uint16_t>(seen.as_person, 2), run_before + run_after == 0));
  add(31, combine(seen.inside_longer == seen.count, run_before + run_after == 0));
  if (size == 1) add(32, seen.lower > 0);
  add(33, combine(c.container != UINT32_MAX, gap_after));
  const bool contained = index > 0 && candidates_[index - 1].container == index;
  add(34, contained);
  add(35, combine(follows_in_list(index), gap_before));
  const bool listed = index + 1 < candidates_.size() && candidates_[index + 1].first >= c.last &&
                      candidates_[index + 1].first - c.last <= 1;
  add(36, combine(listed, gap_after));
}

}  // namespace dragoman
