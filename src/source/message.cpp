#include "source/message.h"

#include <algorithm>

#include "base/limits.h"
#include "base/unicode.h"
#include "source/item_content.h"

namespace dragoman {
namespace {

constexpr std::size_t most_named = 20;  // attachments named in notes

// Words a reader would see of a part.
std::size_t shown_words(std::string_view bytes, bool html) {
  if (!html) return count_words(bytes);
  std::size_t words = 0;
  const std::string low = lowered(bytes);
  for (std::size_t at = 0; at < low.size();) {
    const std::size_t hidden = std::min({low.find("<style", at), low.find("<script", at), low.size()});
    words += count_words(bytes.substr(at, hidden - at));
    const std::size_t end = hidden < low.size() ? low.find("</s", hidden) : low.size();
    at = std::min(end, low.size());
    if (at < low.size()) at += 3;
  }
  return words;
}

class Message {
 public:
  Message(std::string_view message, const Origin& container, MessagePlace place, const SourceTables& tables,
          const TakeSource& take)
      : message_(message),
        container_(container),
        place_(place),
        tables_(tables),
        take_(take),
        parts_(mime_parts(message)) {}

  bool read() {
    for (std::uint32_t i = 0; i < parts_.size(); ++i) {
      if (!parts_[i].type.starts_with("multipart/"))
        leaves_.push_back(i);
      else if (!parts_[i].closed || parts_[i].guessed)
        notes_.push_back({"source",
                          parts_[i].guessed ? "the boundary of the parts is not stated: it was guessed"
                                            : "the last part has no end: the message may be cut",
                          {}});
    }
    if (parts_.size() >= limits::max_mail_parts)
      note("only the first " + std::to_string(parts_.size()) + " parts are read");
    std::sort(leaves_.begin(), leaves_.end(), [&](auto a, auto b) { return parts_[a].begin < parts_[b].begin; });
    return is_saved_page(parts_[0], container_.name) ? saved_page() : mail();
  }

 private:
  struct Body {
    std::string bytes, content_type;
    bool html = false;
    std::uint32_t part = none;
  };

  void note(std::string what) { notes_.push_back({"source", std::move(what), {}}); }

  std::string parameter(const MimePart& part, std::string_view header, std::string_view name) const {
    return mime_parameter(part.header(header), name, tables_.encodings);
  }
  std::string text_of(const MimePart& part, std::string_view header) const {
    return decode_header(part.header(header), tables_.encodings);
  }
  std::string file_name(const MimePart& part) const {
    std::string name = parameter(part, "content-disposition", "filename");
    return name.empty() ? parameter(part, "content-type", "name") : name;
  }
  std::uint64_t byte(const MimePart& part) const { return place_.byte + (place_.moved ? 0 : part.begin); }

  Body body_of(std::uint32_t i, std::vector<Note>& notes) const {
    const MimePart& part = parts_[i];
    Body body{mime_body(message_, part, notes), part.type, part.type.find("html") != std::string::npos, i};
    const std::string charset = parameter(part, "content-type", "charset");
    if (!charset.empty()) body.content_type += "; charset=" + charset;
    if (lowered(parameter(part, "content-type", "format")) == "flowed" && !body.html)
      body.bytes = unflow(body.bytes, lowered(parameter(part, "content-type", "delsp")) == "yes");
    return body;
  }

  static bool is_read(const MimePart& part) {
    return part.type == "text/plain" || part.type == "text/html" || part.type == "application/xhtml+xml";
  }

  bool is_attached(const MimePart& part) const {
    const std::string how = lowered(part.header("content-disposition").substr(0, 20));
    return how.find("attachment") != std::string::npos || (part.parent != none && !file_name(part).empty());
  }

  // The outermost multipart/alternative around a part; none when there is none.
  std::uint32_t alternatives_around(std::uint32_t i) const {
    std::uint32_t found = none;
    for (std::uint32_t at = parts_[i].parent; at != none; at = parts_[at].parent)
      if (parts_[at].type == "multipart/alternative") found = at;
    return found;
  }

  bool mail() {
    std::vector<std::uint32_t> texts, attached, messages;
    std::size_t left_out = 0;
    for (const std::uint32_t i : leaves_) {
      const MimePart& part = parts_[i];
      if (part.type == "message/rfc822" || part.type == "message/global")
        messages.push_back(i);
      else if (is_read(part))
        (is_attached(part) ? attached : texts).push_back(i);
      else if (++left_out <= most_named)
        note("attachment not read: " +
             (file_name(part).empty() ? part.type : file_name(part) + " (" + part.type + ")"));
    }
    if (left_out > most_named) note(std::to_string(left_out - most_named) + " more attachments are not read");
    if (messages.size() && place_.depth >= limits::max_mails_in_mail) {
      note(std::to_string(messages.size()) + " messages inside are nested too deep and not read");
      messages.clear();
    }
    const Body body = choose(texts);
    bool gave = false;
    if (!words_of(body, gave, !attached.empty() || !messages.empty())) return false;
    for (const std::uint32_t i : attached)
      if (!attachment(i)) return false;
    for (const std::uint32_t i : messages) {
      const std::string inside = mime_body(message_, parts_[i], notes_);
      const bool coded = inside.size() != parts_[i].body_end - parts_[i].body_begin;
      const MessagePlace place{place_.byte + (place_.moved ? 0 : parts_[i].body_begin), place_.depth + 1,
                               place_.moved || coded, false};
      if (!read_message(inside, container_, place, tables_, take_)) return false;
    }
    if (gave || !attached.empty() || !messages.empty()) return true;
    return take_(fail(FailureCode::no_text, container_.name, "the mail holds no text", "read its attachments apart",
                      place_.byte));
  }

  // Of alternatives the one with the longer text, HTML where they are alike; texts of one kind one after another.
  Body choose(const std::vector<std::uint32_t>& texts) {
    Body body;
    std::vector<std::uint32_t> kept;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const std::uint32_t group = alternatives_around(texts[i]);
      std::size_t end = i + 1;
      while (group != none && end < texts.size() && alternatives_around(texts[end]) == group) ++end;
      kept.push_back(
          best_of({texts.begin() + static_cast<std::ptrdiff_t>(i), texts.begin() + static_cast<std::ptrdiff_t>(end)}));
      i = end - 1;
    }
    for (const std::uint32_t i : kept) {
      Body next = body_of(i, notes_);
      if (shown_words(next.bytes, next.html) == 0) continue;
      if (body.part == none)
        body = std::move(next);
      else if (next.content_type == body.content_type)
        body.bytes += (body.html ? "<p>" : "\n\n") + next.bytes;
      else
        note("a further text of the mail is not read: " + next.content_type + ", " +
             std::to_string(shown_words(next.bytes, next.html)) + " words");
    }
    return body;
  }

  std::uint32_t best_of(const std::vector<std::uint32_t>& texts) const {
    if (texts.size() == 1) return texts[0];
    std::uint32_t best = texts[0];
    double most = -1;
    for (const std::uint32_t i : texts) {
      std::vector<Note> unused;
      const Body body = body_of(i, unused);
      double words = static_cast<double>(shown_words(body.bytes, body.html));
      // Links spelt out make plain text longer; a message handed on is told apart only in plain text.
      if (body.html) words *= 1.4;
      if (!body.html && words > 0 && tables_.mail.tells_forward(body.bytes)) words *= 3;
      if (words > most) {
        most = words;
        best = i;
      }
    }
    return best;
  }

  Source document(const Body& body) {
    Source source;
    source.origin = {container_.name, place_.byte, text_of(parts_[0], "message-id")};
    source.stated.title = text_of(parts_[0], "subject");
    source.stated.date = text_of(parts_[0], "date");
    source.stated.author = person_name(text_of(parts_[0], "from"));
    source.stated.url = text_of(parts_[0], "archived-at");
    if (source.stated.url.starts_with("<"))
      source.stated.url = source.stated.url.substr(1, source.stated.url.find('>') - 1);
    source.stated.content_type = body.content_type;
    return source;
  }

  // The documents in the text of the mail itself.
  bool words_of(Body body, bool& gave, bool others) {
    if (body.part == none) return true;
    Source source = document(body);
    if (body.html) {
      cut_answered(body.bytes);
      return give(std::move(source), std::move(body.bytes), gave);
    }
    if (place_.in_mailbox) unescape_from(body.bytes);
    MailText text = part_mail_text(body.bytes, tables_.mail, tables_.mail.is_forward_subject(source.stated.title));
    if (text.quoted_lines) note(std::to_string(text.quoted_lines) + " quoted lines are left out");
    if (text.answered_lines)
      note("the answered message is left out: " + std::to_string(text.answered_lines) + " lines");
    if (text.signature_lines) note("a signature of " + std::to_string(text.signature_lines) + " lines is left out");
    if (text.own.find_first_not_of(" \t\r\n") == std::string::npos && text.forwarded.empty() && !others) {
      note("the mail holds no words of its sender: what is quoted is read");
      return give(std::move(source), text.quoted.empty() ? std::move(body.bytes) : std::move(text.quoted), gave);
    }
    constexpr std::size_t few_words = 15;
    const std::size_t own = count_words(text.own);
    if (own >= few_words || text.forwarded.empty()) {
      if (own > 0 && !give(source, std::move(text.own), gave)) return false;
    } else if (own > 0) {
      note("the sender wrote: " + plain_words(text.own, tables_.entities));
    }
    for (ForwardedMail& mail : text.forwarded) {
      Source inside = source;
      inside.stated.title = utf8_of(mail.title, charset_of(body), tables_.encodings);
      inside.stated.date = mail.date;
      inside.stated.author = utf8_of(mail.author, charset_of(body), tables_.encodings);
      note("handed on by " + (source.stated.author.empty() ? "the sender" : source.stated.author));
      if (count_words(mail.text) > 0 && !give(std::move(inside), std::move(mail.text), gave)) return false;
    }
    return true;
  }

  std::string charset_of(const Body& body) const {
    const std::size_t at = body.content_type.find("charset=");
    return at == std::string::npos ? "" : body.content_type.substr(at + 8);
  }

  // A mail written as HTML holds the answered message behind a mark of its program.
  void cut_answered(std::string& html) {
    const std::size_t at = tables_.mail.html_quote(html);
    if (at == std::string::npos) return;
    const std::string_view behind = std::string_view(html).substr(at);
    constexpr std::size_t few_words = 15;
    if (shown_words(std::string_view(html).substr(0, at), true) < few_words ||
        tables_.mail.tells_forward(behind.substr(0, 2000))) {
      note("the mail hands on or quotes another message: both are read");
      return;
    }
    note("the answered message is left out: " + std::to_string(shown_words(behind, true)) + " words");
    html.resize(at);
  }

  static void unescape_from(std::string& text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
      std::size_t end = text.find('\n', at);
      end = end == std::string::npos ? text.size() : end + 1;
      std::string_view line = std::string_view(text).substr(at, end - at);
      const std::size_t marks = line.find_first_not_of('>');
      if (marks != 0 && marks != std::string_view::npos && line.substr(marks).starts_with("From "))
        line.remove_prefix(1);
      out += line;
      at = end;
    }
    text = std::move(out);
  }

  bool give(Source source, std::string bytes, bool& gave) {
    gave = true;
    source.bytes = std::make_shared<const std::string>(std::move(bytes));
    source.notes = std::exchange(notes_, {});
    return take_(std::move(source));
  }

  bool attachment(std::uint32_t i) {
    std::vector<Note> notes;
    Body body = body_of(i, notes);
    if (shown_words(body.bytes, body.html) == 0) return true;
    Source source;
    source.origin = {container_.name, byte(parts_[i]), file_name(parts_[i])};
    source.stated.content_type = body.content_type;
    source.bytes = std::make_shared<const std::string>(std::move(body.bytes));
    source.notes = std::move(notes);
    source.notes.push_back({"source", "attached to the mail \"" + text_of(parts_[0], "subject") + "\"", {}});
    return take_(std::move(source));
  }

  bool saved_page() {
    std::string start = parameter(parts_[0], "content-type", "start");
    std::uint32_t root = none;
    std::size_t others = 0;
    for (const std::uint32_t i : leaves_) {
      const bool named = !start.empty() && text_of(parts_[i], "content-id") == start;
      others += parts_[i].type.find("html") != std::string::npos;
      if (named || (root == none && is_read(parts_[i]))) root = i;
    }
    if (root == none)
      return take_(
          fail(FailureCode::no_text, container_.name, "the saved page holds no HTML", "save it again", place_.byte));
    Body body = body_of(root, notes_);
    if (others > 1) note("frames of the page not read: " + std::to_string(others - 1));
    Source source;
    source.origin = {container_.name, byte(parts_[root]), ""};
    source.stated.content_type = body.content_type;
    source.stated.url = text_of(parts_[0], "snapshot-content-location");
    for (const std::uint32_t i : {root, 0u})
      if (source.stated.url.empty()) source.stated.url = text_of(parts_[i], "content-location");
    bool gave = false;
    return give(std::move(source), std::move(body.bytes), gave);
  }

  std::string_view message_;
  const Origin& container_;
  MessagePlace place_;
  const SourceTables& tables_;
  const TakeSource& take_;
  std::vector<MimePart> parts_;
  std::vector<std::uint32_t> leaves_;
  std::vector<Note> notes_;  // of the next document
};

}  // namespace

bool is_saved_page(const MimePart& message, std::string_view name) {
  const std::string low = lowered(name);
  if (low.ends_with(".mht") || low.ends_with(".mhtml")) return true;
  return !message.header("snapshot-content-location").empty() ||
         message.header("from").find("<Saved by") != std::string_view::npos;
}

bool read_message(std::string_view message, const Origin& container, MessagePlace place, const SourceTables& tables,
                  const TakeSource& take) {
  return Message(message, container, place, tables, take).read();
}

}  // namespace dragoman
