// One view a stage: its facts as lines.
#include <CLI/CLI.hpp>

#include "cli/inputs.h"
#include "record/fact_lines.h"
#include "record/record_json.h"

namespace dragoman::cli {
namespace {

struct View {
  Inputs inputs;
  bool json = false;
};

Command add_view(CLI::App& app, Stage last) {
  auto view = std::make_shared<View>();
  add_input_options(app, view->inputs);
  app.add_flag("--json", view->json, "the record as far as this stage, one line each");
  view->inputs.options.last = last;
  return [view](const Settings& settings) {
    return read_inputs(settings, view->inputs, [&](const Reading& reading) {
      return print(view->json ? record_json(reading) + "\n" : fact_text(reading, reading.last));
    });
  };
}

}  // namespace

Command add_mentions(CLI::App& app) { return add_view(app, Stage::mentions); }
Command add_statements(CLI::App& app) { return add_view(app, Stage::statements); }
Command add_code(CLI::App& app) { return add_view(app, Stage::events); }

}  // namespace dragoman::cli
