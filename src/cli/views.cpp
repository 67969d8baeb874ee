// One view a stage: the mended text, the article alone, and the facts of the later stages as lines.
#include <CLI/CLI.hpp>

#include "cli/inputs.h"
#include "record/fact_lines.h"
#include "record/record_json.h"

namespace dragoman::cli {
namespace {

struct View {
  Inputs inputs;
  bool json = false, facts = false;
};

using Show = std::string (*)(const Reading&);

std::string facts_of(const Reading& reading) {
  std::string out;
  for (const std::string& line : fact_lines(reading, reading.last)) out += line + "\n";
  return out;
}

std::string mended_text(const Reading& reading) {
  const std::string& text = reading.page.text.str();
  return text.empty() || text.back() == '\n' ? text : text + "\n";
}

std::string article_text(const Reading& reading) {
  std::string out;
  if (!reading.article.title.empty()) out += reading.article.title + "\n\n";
  for (std::size_t i = 0; i < reading.page.blocks.size(); ++i)
    if (is_body(reading.article.blocks[i].label))
      out += std::string(reading.page.text.view(reading.page.blocks[i].span)) + "\n\n";
  if (!out.empty()) out.pop_back();
  return out;
}

Command add_view(CLI::App& app, Stage last, Show show, const char* facts_flag, const char* facts_help) {
  auto view = std::make_shared<View>();
  add_input_options(app, view->inputs);
  app.add_flag("--json", view->json, "the record as far as this stage, one line each");
  if (facts_flag) app.add_flag(facts_flag, view->facts, facts_help);
  view->inputs.options.last = last;
  return [view, show](const Settings& settings) {
    return read_inputs(settings, view->inputs, [&](const Reading& reading) {
      print(view->json ? record_json(reading) + "\n" : view->facts ? facts_of(reading) : show(reading));
    });
  };
}

}  // namespace

Command add_mend(CLI::App& app) {
  return add_view(app, Stage::mend, mended_text, "--diff", "the repairs instead of the text, one a line");
}
Command add_extract(CLI::App& app) {
  return add_view(app, Stage::article, article_text, "--blocks", "every block with its label, one a line");
}
Command add_mentions(CLI::App& app) { return add_view(app, Stage::mentions, facts_of, nullptr, nullptr); }
Command add_statements(CLI::App& app) { return add_view(app, Stage::statements, facts_of, nullptr, nullptr); }
Command add_code(CLI::App& app) { return add_view(app, Stage::events, facts_of, nullptr, nullptr); }

}  // namespace dragoman::cli
