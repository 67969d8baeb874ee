#include "statements/quotations.h"

#include <algorithm>
#include <cctype>

namespace dragoman {
namespace {

constexpr std::uint32_t least_words = 3;

std::uint32_t overlap(const Statement& statement, TextSpan span) {
  std::uint32_t size = 0;
  for (const TextSpan piece : statement.content)
    if (piece.overlaps(span)) size += std::min(piece.end, span.end) - std::max(piece.begin, span.begin);
  return size;
}

// A title or name in marks: every longer word begins with a capital or a digit, and no sentence ends in it.
bool is_title(std::string_view words) {
  constexpr std::size_t most_bytes = 90, short_word = 3;
  if (words.size() > most_bytes) return false;
  int small = 0, capital = 0;
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    const char first = words[at], last = words[end - (end > at)];
    if (end - at > short_word) (first >= 'a' && first <= 'z' ? small : capital) += 1;
    if ((last == '.' || last == '!' || last == '?') && end - at > short_word) return false;
    at = end + 1;
  }
  return small == 0 && capital >= 2;
}

bool contains_words(std::string_view text, std::string_view words) {
  const auto same = [](char a, char b) {
    return a == b || (((a ^ b) == 32) && std::isalpha(static_cast<unsigned char>(a)));
  };
  return std::search(text.begin(), text.end(), words.begin(), words.end(), same) != text.end();
}

class Giver {
 public:
  Giver(const Scene& scene, Statements& out) : scene_(scene), out_(out) {}

  void run() {
    const std::size_t count = scene_.quotes.size();
    given_.assign(count, none);
    alone_.resize(count);
    std::size_t next = 0;
    for (std::size_t q = 0; q < count; ++q) {
      alone_[q] = stands_alone(q);
      if (alone_[q] || !is_title(words(q))) given_[q] = statement_of(scene_.quotes[q], next);
    }
    for (std::size_t q = count; q-- > 1;)
      if (given_[q - 1] == none && alone_[q - 1] && given_[q] != none && adjoins(q - 1)) take(q - 1, given_[q]);
    go_on();
    std::sort(grown_.begin(), grown_.end());
    grown_.erase(std::unique(grown_.begin(), grown_.end()), grown_.end());
    for (const std::uint32_t statement : grown_) join_pieces(scene_, out_.statements[statement].content);
    for (std::size_t q = 0; q < count; ++q) {
      if (scene_.quotes[q].words < least_words) continue;
      if (given_[q] == none) given_[q] = repeated_below(q);
      Quotation quotation;
      quotation.span = scene_.quotes[q].inside;
      quotation.statement = given_[q];
      if (given_[q] != none) {
        quotation.speaker = out_.statements[given_[q]].speaker;
        quotation.speaker_mention = out_.statements[given_[q]].source_mention;
      }
      out_.quotations.push_back(quotation);
    }
  }

 private:
  std::string_view words(std::size_t q) const { return scene_.page.text.view(scene_.quotes[q].inside); }

  void take(std::size_t q, std::uint32_t statement) {
    given_[q] = statement;
    out_.statements[statement].content.push_back(scene_.quotes[q].inside);
    if (grown_.empty() || grown_.back() != statement) grown_.push_back(statement);
  }

  // Whether the stretch fills its sentences: nothing but marks stands beside it in them.
  bool stands_alone(std::size_t q) const {
    const TokenRange tokens = scene_.quote_tokens[q];
    if (tokens.begin == tokens.end || scene_.quotes[q].words < least_words) return false;
    const auto only_marks = [&](std::uint32_t begin, std::uint32_t end) {
      for (std::uint32_t t = begin; t < end; ++t)
        if (scene_.token(t).upos != Upos::PUNCT && scene_.token(t).upos != Upos::SYM) return false;
      return true;
    };
    const Sentence& first = scene_.syntax.sentences[scene_.syntax.sentence_of(tokens.begin)];
    const Sentence& last = scene_.syntax.sentences[scene_.syntax.sentence_of(tokens.end - 1)];
    return only_marks(first.begin, tokens.begin) && only_marks(tokens.end, last.end);
  }

  // The statement told by a cue outside the stretch that holds most of it: the smallest such with a source, else the
  // smallest. `next` is the first statement with its cue behind the beginning of the stretch and moves on.
  std::uint32_t statement_of(const QuotedStretch& stretch, std::size_t& next) const {
    constexpr std::size_t reach = 100;  // statements looked at on either side
    const auto& all = out_.statements;
    while (next < all.size() && all[next].cue.front().begin < stretch.inside.begin) ++next;
    std::uint32_t best = none;
    const auto rank = [&](std::size_t id) { return std::pair(all[id].source.empty(), content_size(all[id])); };
    for (std::size_t i = next > reach ? next - reach : 0; i < std::min(all.size(), next + reach); ++i) {
      if (stretch.outside.contains(all[i].cue.front().begin)) continue;
      if (overlap(all[i], stretch.inside) * 2 < stretch.inside.size()) continue;
      if (best == none || rank(i) < rank(best)) best = static_cast<std::uint32_t>(i);
    }
    return best;
  }

  // Whether the next stretch follows with nothing between: in the same paragraph, or in the next when this one was
  // left open, as a quotation over several paragraphs is.
  bool adjoins(std::size_t q) const {
    const QuotedStretch &here = scene_.quotes[q], &next = scene_.quotes[q + 1];
    if (here.block != next.block && here.closed) return false;
    const std::string& text = scene_.page.text.str();
    for (std::uint32_t i = here.outside.end; i < next.outside.begin; ++i)
      if (static_cast<unsigned char>(text[i]) > ' ') return false;
    return true;
  }

  // Stretches that stand alone behind a quotation go on with it.
  void go_on() {
    std::uint32_t running = none, block = none;
    for (std::size_t q = 0; q < scene_.quotes.size(); ++q) {
      const QuotedStretch& stretch = scene_.quotes[q];
      const bool near = running != none && (stretch.block == block || stretch.block == block + 1);
      if (given_[q] == none && alone_[q] && near) take(q, running);
      if (given_[q] == none || stretch.words < least_words) continue;
      running = given_[q];
      block = last_block(q);
    }
  }
  std::uint32_t last_block(std::size_t q) const {  // wrapped lines are blocks of their own
    const TokenRange tokens = scene_.quote_tokens[q];
    if (tokens.begin == tokens.end) return scene_.quotes[q].block;
    return scene_.syntax.sentences[scene_.syntax.sentence_of(tokens.end - 1)].block;
  }

  // The statement of a quotation further down that repeats the words: this one is a heading.
  std::uint32_t repeated_below(std::size_t q) const {
    constexpr std::size_t most_bytes = 160, most_looked_at = 60;
    std::string_view heading = words(q);
    if (!alone_[q] || heading.size() > most_bytes) return none;
    while (!heading.empty() && (heading.back() == '.' || heading.back() == ',')) heading.remove_suffix(1);
    for (std::size_t k = q + 1; k < std::min(scene_.quotes.size(), q + most_looked_at); ++k)
      if (given_[k] != none && contains_words(words(k), heading)) return given_[k];
    return none;
  }

  const Scene& scene_;
  Statements& out_;
  std::vector<std::uint32_t> given_;  // statement of each stretch
  std::vector<bool> alone_;
  std::vector<std::uint32_t> grown_;  // statements that gained a piece
};

bool only_marks_between(const Scene& scene, std::uint32_t from, std::uint32_t to) {
  constexpr std::uint32_t most = 6;
  if (to - from > most) return false;
  const std::string& text = scene.page.text.str();
  for (std::uint32_t i = from; i < to; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == '\n' || (byte < 0x80 && std::isalnum(byte))) return false;
  }
  return true;
}

}  // namespace

std::uint32_t content_size(const Statement& statement) {
  std::uint32_t size = 0;
  for (const TextSpan span : statement.content) size += span.size();
  return size;
}

void join_pieces(const Scene& scene, std::vector<TextSpan>& pieces) {
  std::sort(pieces.begin(), pieces.end());
  std::size_t kept = 0;
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    if (pieces[i].begin <= pieces[kept].end || only_marks_between(scene, pieces[kept].end, pieces[i].begin))
      pieces[kept].end = std::max(pieces[kept].end, pieces[i].end);
    else
      pieces[++kept] = pieces[i];
  }
  if (!pieces.empty()) pieces.resize(kept + 1);
}

void give_quotations(const Scene& scene, Statements& statements) { Giver(scene, statements).run(); }

}  // namespace dragoman
