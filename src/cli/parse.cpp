// parse: words and trees as CoNLL-U, of articles or of words that are given.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <iterator>

#include "base/file.h"
#include "cli/inputs.h"
#include "engine/parts.h"
#include "record/conllu.h"
#include "record/record_json.h"

namespace dragoman::cli {
namespace {

struct Parse {
  Inputs inputs;
  bool json = false, words = false;
};

constexpr std::size_t columns = 10;

// Lines of CoNLL-U with their FORM column as text for the parser.
struct GivenWords {
  std::vector<std::string> lines;
  std::vector<std::uint32_t> token_of;  // one a line; none for comments, ranges and empty nodes
  std::string text;
  std::vector<Token> tokens;
  std::vector<Sentence> sentences;
};

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  for (std::size_t begin = 0; fields.size() < columns + 1;) {
    const std::size_t tab = line.find('\t', begin);
    fields.push_back(line.substr(begin, tab == std::string_view::npos ? tab : tab - begin));
    if (tab == std::string_view::npos) break;
    begin = tab + 1;
  }
  return fields;
}

void add_line(GivenWords& given, std::string_view line) {
  const auto fields = fields_of(line);
  const bool is_word = fields.size() == columns && !line.starts_with('#') && !fields[1].empty() &&
                       fields[0].find_first_not_of("0123456789") == std::string_view::npos;
  const auto count = static_cast<std::uint32_t>(given.tokens.size());
  given.lines.emplace_back(line);
  given.token_of.push_back(is_word ? count : none);
  if (line.empty() && (given.sentences.empty() ? count > 0 : given.sentences.back().end < count)) {
    const std::uint32_t begin = given.sentences.empty() ? 0 : given.sentences.back().end;
    given.sentences.push_back({{}, begin, count, none});
  }
  if (!is_word) return;
  Token token;
  token.span.begin = static_cast<std::uint32_t>(given.text.size());
  given.text += fields[1];
  token.span.end = static_cast<std::uint32_t>(given.text.size());
  given.text += ' ';
  given.tokens.push_back(token);
}

GivenWords words_of(std::string_view conllu) {
  GivenWords given;
  for (std::size_t begin = 0; begin < conllu.size();) {
    const std::size_t end = std::min(conllu.find('\n', begin), conllu.size());
    std::string_view line = conllu.substr(begin, end - begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    add_line(given, line);
    begin = end + 1;
  }
  add_line(given, {});
  given.lines.pop_back();
  return given;
}

// The lines again with lemma, tags, head and relation as parsed.
std::string filled(const GivenWords& given, const Syntax& syntax) {
  std::string out;
  std::uint32_t sentence = 0;
  for (std::size_t i = 0; i < given.lines.size(); ++i) {
    const std::uint32_t t = given.token_of[i];
    if (t == none) {
      out += given.lines[i] + "\n";
      continue;
    }
    while (given.sentences[sentence].end <= t) ++sentence;
    const Token& token = syntax.tokens[t];
    const std::uint32_t head = token.head == none ? 0 : token.head - given.sentences[sentence].begin + 1;
    const auto fields = fields_of(given.lines[i]);
    out.append(fields[0]).append("\t").append(fields[1]).append("\t").append(syntax.lemma(t)).append("\t");
    out.append(name_of(token.upos)).append("\t").append(xpos_name(token.xpos)).append("\t_\t");
    out.append(std::to_string(head)).append("\t").append(name_of(token.deprel)).append("\t_\t").append(fields[9]) +=
        '\n';
  }
  return out;
}

int parse_given(const Settings& settings, const std::vector<std::string>& paths) {
  const auto parser = Parser::load(settings.data_folder);
  if (!parser) {
    std::fprintf(stderr, "dragoman: %s\n", to_string(parser.error()).c_str());
    return exit_cannot_start;
  }
  int code = exit_good;
  for (const std::string& path : paths) {
    auto bytes =
        path == "-" ? Result<std::string>(std::string(std::istreambuf_iterator<char>(std::cin), {})) : read_file(path);
    if (!bytes) {
      std::fprintf(stderr, "dragoman: %s\n", to_string(bytes.error()).c_str());
      code = exit_some_failed;
      continue;
    }
    const GivenWords given = words_of(*bytes);
    if (!print(filled(given, parser->parse_words(given.text, given.sentences, given.tokens)))) break;
  }
  return code;
}

}  // namespace

Command add_parse(CLI::App& app) {
  auto parse = std::make_shared<Parse>();
  add_input_options(app, parse->inputs);
  app.add_flag("--json", parse->json, "the record as far as this stage, one line each");
  app.add_flag("--words", parse->words,
               "the inputs are CoNLL-U: keep its words and sentences, make tags and trees anew");
  parse->inputs.options.last = Stage::syntax;
  return [parse](const Settings& settings) {
    if (parse->words) return parse_given(settings, parse->inputs.paths);
    return read_inputs(settings, parse->inputs, [&](const Reading& reading) {
      return print(parse->json ? record_json(reading) + "\n" : conllu(reading));
    });
  };
}

}  // namespace dragoman::cli
