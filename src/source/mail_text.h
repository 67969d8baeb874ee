// mail_text.h: the words of a mail apart: its author's own, messages handed on, and what is quoted or signed.
//
// Marks: knowledge/source/mail_marks.tsv. Linear time.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dragoman/result.h"

namespace dragoman {

class MailMarks {
 public:
  static Result<MailMarks> load(const std::string& data_folder, const std::vector<std::string>& overlays);

  bool is_forward(std::string_view line) const;
  bool is_reply(std::string_view line) const;
  bool is_attribution(std::string_view line) const;
  enum class Field { other, from, date, to, subject };
  // The field and value of a line like "Sent: Monday"; `other` for other lines.
  Field field(std::string_view line, std::string_view& value) const;
  // Where the tag begins that holds the answered message; npos when there is none.
  std::size_t html_quote(std::string_view html) const;
  bool is_forward_subject(std::string_view subject) const;
  bool tells_forward(std::string_view text) const;  // a phrase of a forward anywhere in it

 private:
  Result<void> add(const std::string& folder, const std::string& file);
  struct Attribution {
    std::string begins, ends;
  };
  struct Name {
    std::string name;
    Field field;
  };
  std::vector<std::string> forward_, reply_, html_, subjects_;
  std::vector<Attribution> attributions_;
  std::vector<Name> names_;
};

struct ForwardedMail {
  std::string author, date, title, text;
};

struct MailText {
  std::string own;                       // without quotes and signature
  std::vector<ForwardedMail> forwarded;  // outermost first
  std::string quoted;                    // the lines marked ">", marks taken off
  std::size_t quoted_lines = 0, answered_lines = 0, signature_lines = 0;
};

// handed_on: the subject says that the mail hands on another.
MailText part_mail_text(std::string_view text, const MailMarks& marks, bool handed_on);

}  // namespace dragoman
