// dragoman mend: a filter that gives the text as it was meant, or shows what it would change.
#include <CLI/CLI.hpp>

#include "cli/inputs.h"
#include "record/fact_lines.h"
#include "record/mended_text.h"
#include "record/record_json.h"

namespace dragoman::cli {
namespace {

struct MendCommand {
  Inputs inputs;
  bool diff = false, repairs = false, json = false;
};

std::string shown(const MendCommand& command, const Reading& reading) {
  if (command.json) return record_json(reading) + "\n";
  if (command.diff) return mend_diff(reading);
  if (!command.repairs) return mended_text(reading);
  return fact_text(reading, Stage::mend);
}

}  // namespace

Command add_mend(CLI::App& app) {
  auto command = std::make_shared<MendCommand>();
  add_input_options(app, command->inputs);
  auto* diff = app.add_flag("--diff", command->diff, "a unified diff instead, for the eye or for `patch`");
  auto* repairs = app.add_flag("--repairs", command->repairs, "the repairs instead, one a line, with their bytes");
  auto* json = app.add_flag("--json", command->json, "the record as far as this stage, one line each");
  diff->excludes(repairs)->excludes(json);
  repairs->excludes(json);
  command->inputs.options.last = Stage::mend;
  app.footer(
      "Of plain text everything but the repairs stays as it is; of a page the visible text is printed.\n"
      "Examples:\n  dragoman mend < damaged.txt > mended.txt\n  dragoman mend --diff damaged.txt | patch damaged.txt\n"
      "  dragoman mend --refuse 0,3 damaged.txt");
  return [command](const Settings& settings) {
    return read_inputs(settings, command->inputs,
                       [&](const Reading& reading) { return print_text(shown(*command, reading)); });
  };
}

}  // namespace dragoman::cli
