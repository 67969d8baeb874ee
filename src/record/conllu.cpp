#include "record/conllu.h"

namespace dragoman {
namespace {

std::string one_line(std::string_view text) {
  std::string out(text);
  for (char& byte : out)
    if (byte == '\n' || byte == '\t' || byte == '\r') byte = ' ';
  return out;
}

void append_word(std::string& out, const Reading& reading, const Sentence& sentence, std::uint32_t t) {
  const Syntax& syntax = reading.syntax;
  const Text& text = reading.page.text;
  const Token& token = syntax.tokens[t];
  const std::string id = std::to_string(t - sentence.begin + 1);
  const std::string head = token.head == none ? "0" : std::to_string(token.head - sentence.begin + 1);
  const SourceSpan at = text.source_of(token.span);
  const bool glued = t + 1 < sentence.end && syntax.tokens[t + 1].span.begin == token.span.end;
  out += id + "\t" + one_line(text.view(token.span)) + "\t" + one_line(syntax.lemma(t)) + "\t";
  out.append(name_of(token.upos)).append("\t").append(xpos_name(token.xpos)).append("\t_\t" + head + "\t");
  out.append(name_of(token.deprel)).append("\t_\tat=" + std::to_string(at.begin) + "-" + std::to_string(at.end));
  out += glued ? "|SpaceAfter=No\n" : "\n";
}

}  // namespace

std::string conllu(const Reading& reading) {
  const Syntax& syntax = reading.syntax;
  std::string out;
  for (const Sentence& sentence : syntax.sentences) {
    out += "# text = " + one_line(reading.page.text.view(sentence.span)) + "\n";
    for (std::uint32_t t = sentence.begin; t < sentence.end; ++t) {
      std::uint32_t last = t;
      while (!syntax.tokens[t].joined && last + 1 < sentence.end && syntax.tokens[last + 1].joined) ++last;
      if (last > t) {
        const TextSpan whole{syntax.tokens[t].span.begin, syntax.tokens[last].span.end};
        out += std::to_string(t - sentence.begin + 1) + "-" + std::to_string(last - sentence.begin + 1) + "\t" +
               one_line(reading.page.text.view(whole)) + "\t_\t_\t_\t_\t_\t_\t_\t_\n";
      }
      append_word(out, reading, sentence, t);
    }
    out += "\n";
  }
  return out;
}

}  // namespace dragoman
