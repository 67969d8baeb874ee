#include "article/metadata.h"

#include <algorithm>

#include "article/contradictions.h"
#include "base/unicode.h"
#include "knowledge/tsv.h"

namespace dragoman {
namespace {

constexpr std::uint32_t near_blocks = 12;    // how far from the headline a byline or date line may stand
constexpr std::size_t longest_byline = 160;  // bytes
constexpr std::size_t longest_name_words = 5;

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  for (const char c : text) {
    if (is_space(c)) {
      if (!word.empty()) out.push_back(std::move(word));
      word.clear();
    } else if (c == ',' || c == ';' || c == '|') {
      if (!word.empty()) out.push_back(std::move(word));
      word.clear();
      out.emplace_back(1, c);
    } else {
      word += c;
    }
  }
  if (!word.empty()) out.push_back(std::move(word));
  return out;
}

std::string host_of(std::string_view address) {
  const std::size_t scheme = address.find("://");
  if (scheme == std::string_view::npos) return "";
  std::string_view host = address.substr(scheme + 3);
  host = host.substr(0, host.find_first_of("/?#:"));
  if (host.starts_with("www.")) host.remove_prefix(4);
  return std::string(host);
}

// Letters and digits only, lower case: "The Daily News" and "thedailynews.com" are to meet.
std::string squeezed(std::string_view text) {
  std::string out;
  for (const char c : text)
    if ((c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') || static_cast<unsigned char>(c) >= 0x80)
      out += lower(c);
  return out;
}

}  // namespace

Result<Bylines> Bylines::load(const std::string& data_folder) {
  auto table = TsvTable::load(data_folder, "knowledge/page/bylines.tsv", {"kind", "words"});
  if (!table) return tl::unexpected(table.error());
  Bylines out;
  for (const TsvRow& row : table->rows()) {
    const std::string words(row.fields[1]);
    if (row.fields[0] == "lead")
      out.leads_.insert(words);
    else if (row.fields[0] == "join")
      out.joins_.insert(words);
    else if (row.fields[0] == "end")
      out.ends_.insert(words);
    else if (row.fields[0] == "none")
      out.none_.insert(words);
    else
      return fail(FailureCode::bad_knowledge, "knowledge/page/bylines.tsv",
                  "line " + std::to_string(row.line) + " has an unknown kind", "kinds are lead, join, end and none");
  }
  return out;
}

namespace {

std::string plain_word(std::string_view word) {
  while (!word.empty() && (word.back() == ':' || word.back() == '.')) word.remove_suffix(1);
  return lowered(word);
}

bool is_name(const std::string& name, std::size_t words) {
  if (words < 1 || words > longest_name_words || name.size() > 60) return false;
  if (name.find_first_of("@0123456789{}<>()_:/\\|=#*\"") != std::string::npos) return false;
  for (const std::string_view sign :
       {"\xE2\x86\x92", "\xC2\xBB", "\xE2\x80\xA6", "http", "www.", "\xE2\x80\xBA"})  // → » … ›
    if (lowered(name).find(sign) != std::string::npos) return false;
  return words > 1 || name.find('.') == std::string::npos;
}

}  // namespace

bool Bylines::is_lead(std::string_view text) const {
  std::string words;
  for (const std::string& word : split_words(text)) words += (words.empty() ? "" : " ") + plain_word(word);
  return leads_.contains(words);
}

std::vector<std::string> Bylines::names(std::string_view text, Kind kind) const {
  const std::vector<std::string> words = split_words(text);
  std::vector<std::string> out;
  std::size_t at = 0;
  bool led = false;
  for (const std::size_t size : {3u, 2u, 1u})  // "a story by", "written by", "by"
    if (!led && words.size() > size) {
      std::string lead = plain_word(words[0]);
      for (std::size_t i = 1; i < size; ++i) lead += " " + plain_word(words[i]);
      led = leads_.contains(lead);
      if (led) at = size;
    }
  if (kind == Kind::byline && !led) return out;
  std::string name;
  std::size_t name_words = 0;
  std::string last;
  const auto close = [&] {
    // What is shown in small letters at its end is a phrase: "Federal judge rules".
    const bool phrase = kind != Kind::stated && !last.empty() && last.front() >= 'a' && last.front() <= 'z';
    if (!phrase && is_name(name, name_words) && !none_.contains(lowered(name)) &&
        (kind == Kind::stated || name_words >= 2) && std::find(out.begin(), out.end(), name) == out.end())
      out.push_back(name);
    name.clear();
    name_words = 0;
  };
  for (; at < words.size(); ++at) {
    const std::string plain = plain_word(words[at]);
    if (plain == "," || plain == ";" || (joins_.contains(plain) && name_words > 0)) {
      close();
      continue;
    }
    if (plain == "|" || plain == "\xC2\xB7" || plain == "\xE2\x80\xA2" || plain == "\xE2\x8B\x85") break;
    if (kind != Kind::stated && (ends_.contains(plain) || (words[at].front() >= '0' && words[at].front() <= '9')))
      break;
    // A name is written with capitals; particles may stand inside it.
    if (kind != Kind::stated && name_words == 0 && words[at].front() >= 'a' && words[at].front() <= 'z') break;
    name += (name.empty() ? "" : " ") + words[at];
    last = words[at];
    ++name_words;
  }
  close();
  return out;
}

namespace {

struct Filler {
  const Source& source;
  const Page& page;
  const PageView& view;
  BodyRange body;
  const Bylines& bylines;
  const DateReader& dates;
  Article& article;

  std::string_view text_of(std::uint32_t block) const { return page.text.view(page.blocks[block].span); }
  SourceSpan bytes_of(std::uint32_t block) const { return page.text.source_of(page.blocks[block].span); }

  // The blocks around the headline and the first line of the body, where bylines and dates stand.
  std::pair<std::uint32_t, std::uint32_t> head_range() const {
    const auto n = static_cast<std::uint32_t>(page.blocks.size());
    const std::uint32_t from = view.title_block != none ? view.title_block : body.first != none ? body.first : 0;
    const std::uint32_t to = body.first != none ? std::max(body.first, from) : from;
    return {from > near_blocks ? from - near_blocks : 0,
            std::min(n, std::min(to, from + 3 * near_blocks) + near_blocks / 2)};
  }

  // A short line that is no sentence, before the article has got under way.
  bool is_head_line(std::uint32_t i) const {
    const BlockView& block = view.blocks[i];
    if (block.words.size() > 14 || block.sentences > 1 || block.last == '.') return false;
    for (std::uint32_t k = body.first; k < i; ++k)
      if (view.blocks[k].words.size() > 25) return false;
    return source.form == SourceForm::unknown;
  }

  // Names what a line beside the headline is, unless it is known better.
  void mark(std::uint32_t i, Label label, const char* why) {
    LabelledBlock& block = article.blocks[i];
    const bool vague = block.label == Label::other || block.label == Label::menu || block.label == Label::related;
    if (vague || (is_body(block.label) && is_head_line(i))) {
      block.label = label;
      block.why = why;
    }
  }

  void dateline() {
    const auto [from, to] = head_range();
    for (std::uint32_t i = from; i < to; ++i) {
      if (!is_body(article.blocks[i].label) || !is_head_line(i)) continue;
      const auto read = dates.read(text_of(i));
      if (read && (read->end - read->begin) * 2 >= text_of(i).size())
        mark(i, Label::dateline, "a date beside the headline");
    }
  }

  void title() {
    if (!source.stated.title.empty()) {
      article.title = source.stated.title;
      article.title_how = "input";
      return;
    }
    if (page.titles.empty()) return plain_title();
    std::size_t best = 0;
    while (best + 1 < page.titles.size() && is_site(page.titles[best].value)) ++best;
    if (is_site(page.titles[best].value)) best = 0;
    // A visible headline that agrees with what is stated is the title as readers see it.
    for (std::size_t i = 0; i < page.titles.size(); ++i)
      if (page.titles[i].how == "h1" && view.title_block != none && page.titles[i].at == bytes_of(view.title_block) &&
          !is_site(page.titles[i].value))
        best = i;
    article.title = without_site(page.titles[best].value);
    article.title_at = page.titles[best].at;
    article.title_how = page.titles[best].how;
    if (view.title_block == none || !page.blocks[view.title_block].heading_level) return;
    if (is_site(std::string(text_of(view.title_block)))) return;
    article.title = std::string(text_of(view.title_block));
    article.title_at = bytes_of(view.title_block);
    article.title_how = "headline";
  }

  // A headline of flattened text: the line before the body that looks most like one.
  void plain_title() {
    if (source.form != SourceForm::unknown || body.first == none) return;
    const std::uint32_t from = body.first > 10 ? body.first - 10 : 0;
    for (std::uint32_t i = body.first; i-- > from;) {
      const BlockView& block = view.blocks[i];
      if (block.words.size() < 4 || block.words.size() > 25 || block.last == '.' || !block.hits.empty()) continue;
      if (dates.read(text_of(i)) || !bylines.names(text_of(i), Bylines::Kind::byline).empty()) continue;
      take_title(i, "the line before the article");
      return;
    }
    first_line_as_title();
  }

  // A text that begins with a line that is no sentence, and goes on with one: the line is its headline.
  void first_line_as_title() {
    const std::uint32_t i = body.first;
    if (i + 1 >= view.blocks.size()) return;
    const BlockView &line = view.blocks[i], &next = view.blocks[i + 1];
    if (line.words.size() < 3 || line.words.size() > 25 || line.last == '.' || line.last == ':' || line.last == ',')
      return;
    if (next.words.size() < line.words.size() || next.sentences == 0) return;
    take_title(i, "the first line");
  }

  void take_title(std::uint32_t i, const char* how) {
    article.title = std::string(text_of(i));
    article.title_at = bytes_of(i);
    article.title_how = how;
    article.blocks[i].label = Label::title;
    article.blocks[i].why = how;
  }

  std::string without_site(const std::string& title) const {
    std::vector<std::string> sites;
    for (const Declared& site : page.sites) sites.push_back(squeezed(site.value));
    for (const std::string& address : {article.address, source.stated.url})
      if (const std::string host = host_of(address); !host.empty()) {
        sites.push_back(squeezed(host));
        sites.push_back(squeezed(host.substr(0, host.find('.'))));
      }
    std::string out = title;
    for (const std::string_view mark :
         {" | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " :: ", " \xC2\xBB ", " \xC2\xB7 ", " \xE2\x80\xA2 "}) {
      const std::size_t at = out.rfind(mark);
      if (at == std::string::npos || at < 8) continue;
      const std::string tail = squeezed(std::string_view(out).substr(at + mark.size()));
      const bool site = std::any_of(sites.begin(), sites.end(), [&](const std::string& s) {
        return s.size() > 2 && tail.size() > 2 && (s == tail || s.starts_with(tail) || tail.starts_with(s));
      });
      const std::string head = squeezed(std::string_view(out).substr(0, at));
      const bool heading = (view.title_block != none && head == squeezed(text_of(view.title_block))) ||
                           std::any_of(page.titles.begin(), page.titles.end(),
                                       [&](const Declared& other) { return squeezed(other.value) == head; });
      if (site || heading) out.resize(at);
    }
    return out;
  }

  // The text before the date that ends many bylines.
  std::string_view before_date(std::string_view text) const {
    const auto read = text.size() <= longest_byline ? dates.read(text) : std::nullopt;
    return read ? text.substr(0, read->begin) : text;
  }

  void authors() {
    // Those of the best source that names anybody: all of a kind that is made for it, the first of what a page shows.
    std::string how;
    std::string_view named = source.stated.author;
    while (!named.empty()) {
      const std::size_t end = std::min(named.find(';'), named.size());
      for (std::string& name : bylines.names(named.substr(0, end), Bylines::Kind::stated))
        article.authors.push_back(std::move(name));
      named.remove_prefix(std::min(end + 1, named.size()));
    }
    for (const Declared& stated : page.authors) {
      if (!article.authors.empty() && how.empty()) break;
      const bool shown = stated.how.starts_with("class") || stated.how.starts_with("href") ||
                         stated.how.starts_with("rel") || stated.how.starts_with("itemprop");
      if (!how.empty() && (shown || stated.how != how)) break;
      if (shown && !is_of_article(stated.at)) continue;
      const auto kind = shown ? Bylines::Kind::shown_name : Bylines::Kind::stated;
      for (std::string& name : bylines.names(shown ? before_date(stated.value) : stated.value, kind)) {
        if (is_site(name)) continue;
        how = stated.how;
        if (!article.authors_at) article.authors_at = stated.at;
        if (std::find(article.authors.begin(), article.authors.end(), name) == article.authors.end())
          article.authors.push_back(std::move(name));
      }
    }
    if (!article.authors.empty()) article.authors_how = how.empty() ? "input" : how;
    const auto [from, to] = head_range();
    for (std::uint32_t i = from; i < to; ++i) {
      const std::string_view text = text_of(i);
      if (text.size() > longest_byline || (view.blocks[i].last == '.' && view.blocks[i].words.size() > 12)) continue;
      std::vector<std::string> names = bylines.names(before_date(text), Bylines::Kind::byline);
      if (names.empty() && i + 1 < to && bylines.is_lead(text))
        names = bylines.names(before_date(text_of(i + 1)), Bylines::Kind::shown_name);
      if (names.empty()) continue;
      mark(i, Label::byline, "begins like a byline");
      if (!article.authors.empty()) continue;
      article.authors = std::move(names);
      article.authors_how = "byline";
      article.authors_at = bytes_of(i);
    }
  }

  // Not of a reader's comment, nor far behind the article.
  bool is_of_article(SourceSpan at) const {
    const auto behind = std::partition_point(page.blocks.begin(), page.blocks.end(), [&](const Block& block) {
      return page.text.source_of(block.span).begin <= at.begin;
    });
    if (behind == page.blocks.begin()) return true;
    const auto i = static_cast<std::uint32_t>(behind - page.blocks.begin() - 1);
    if (article.blocks[i].label == Label::comment || is_marked_comment(view, page.blocks[i])) return false;
    return body.last == none || i <= body.last + near_blocks;
  }

  bool is_site(const std::string& name) const {
    const std::string squeeze = squeezed(name);
    return std::any_of(page.sites.begin(), page.sites.end(),
                       [&](const Declared& site) { return squeezed(site.value) == squeeze; });
  }

  bool take(std::string_view value, std::string how, std::optional<SourceSpan> at) {
    const auto read = dates.read(value);
    if (!read) return false;
    article.published = Published{read->date, read->time, std::move(how), at};
    return true;
  }

  void published(const std::string& option) {
    const auto date_of = [](const std::string& text) {
      CalendarDate day;
      unsigned month = 0, days = 0;
      if (std::sscanf(text.c_str(), "%4d-%2u-%2u", &day.year, &month, &days) < 1) return CalendarDate{};
      day.month = static_cast<std::uint8_t>(month);
      day.day = static_cast<std::uint8_t>(days);
      return day;
    };
    if (!source.stated.date.empty()) {
      if (take(source.stated.date, "input", {})) return;
      if (const CalendarDate day = date_of(source.stated.date); day.year > 0) {
        article.published = Published{day, "", "input", {}};
        return;
      }
    }
    for (const Declared& stated : page.dates) {  // what names itself a day of publication
      if (is_weak(stated.how)) continue;
      if (take(stated.value, stated.how, stated.at)) return;
    }
    const auto [from, to] = head_range();
    for (std::uint32_t i = from; i < to; ++i) {
      if (text_of(i).size() > longest_byline || (is_body(article.blocks[i].label) && !is_head_line(i))) continue;
      if (!take(text_of(i), "byline", bytes_of(i))) continue;
      mark(i, Label::dateline, "a date beside the headline");
      return;
    }
    if (dateline_date()) return;
    for (const std::string& address : {article.address, source.stated.url})
      if (const auto day = date_in_address(address)) {
        article.published = Published{*day, "", "address", {}};
        return;
      }
    if (date_line_behind()) return;
    for (const Declared& stated : page.dates)
      if (is_weak(stated.how) && take(stated.value, stated.how, stated.at)) return;
    if (const CalendarDate day = date_of(option); day.year > 0) article.published = Published{day, "", "--date", {}};
  }

  // "BRUSSELS, 9 September 2025 \xE2\x80\x94 The ministers ...": the date that begins the first paragraph of the
  // article.
  bool dateline_date() {
    constexpr std::size_t longest = 80;
    std::uint32_t first = body.first;
    while (first != none && first < body.last && view.blocks[first].words.size() < 15) ++first;
    if (first == none) return false;
    const std::string_view text = text_of(first);
    const auto read = dates.read(text.substr(0, longest));
    if (!read || word_hashes(text.substr(0, read->begin)).size() > 5) return false;
    const std::string_view behind = text.substr(read->end, 24);
    const bool parted = behind.find("\xE2\x80\x94") < 20 || behind.find("\xE2\x80\x93") < 20 ||
                        behind.find(" - ") < 20 || behind.find("--") < 20;
    if (!parted) return false;
    const std::uint32_t at = page.blocks[first].span.begin;
    article.published = Published{read->date, "", "dateline", page.text.source_of({at + read->begin, at + read->end})};
    return true;
  }

  // A line that is little but a date, close behind the article.
  bool date_line_behind() {
    if (body.last == none || source.form != SourceForm::unknown) return false;
    const auto n = static_cast<std::uint32_t>(page.blocks.size());
    for (std::uint32_t i = body.last + 1; i < std::min(n, body.last + 6); ++i) {
      const std::string_view text = text_of(i);
      if (text.size() > longest_byline) continue;
      const auto read = dates.read(text);
      if (read && (read->end - read->begin) * 3 >= text.size()) return take(text, "byline", bytes_of(i));
    }
    return false;
  }

  static bool is_weak(std::string_view how) {  // may be the day of a change or of another article
    return how == "time" || how.find("odified") != std::string_view::npos ||
           how.find("updated") != std::string_view::npos;
  }

  void rest() {
    if (!page.addresses.empty()) {
      article.address = page.addresses[0].value;
      article.address_how = page.addresses[0].how;
      article.address_at = page.addresses[0].at;
    }
    if (article.address.find("://") == std::string::npos && !source.stated.url.empty()) {
      article.address = source.stated.url;
      article.address_how = "input";
      article.address_at.reset();
    }
    if (!source.stated.publisher.empty()) {
      article.publisher = source.stated.publisher;
      article.publisher_how = "input";
    } else if (!page.sites.empty()) {
      article.publisher = page.sites[0].value;
      article.publisher_how = page.sites[0].how;
      article.publisher_at = page.sites[0].at;
    } else if (!article.address.empty()) {
      article.publisher = host_of(article.address);
      article.publisher_how = "address";
      article.publisher_at = article.address_at;
    }
  }
};

}  // namespace

void fill_metadata(const Source& source, const Page& page, const PageView& view, BodyRange body, const Bylines& bylines,
                   const DateReader& dates, const std::string& date, Article& article) {
  Filler filler{source, page, view, body, bylines, dates, article};
  filler.rest();
  filler.title();
  filler.authors();
  filler.published(date);
  filler.dateline();
  note_contradictions(source, page, dates, article);
}

}  // namespace dragoman
