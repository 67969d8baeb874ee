#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "cli/inputs.h"
#include "record/record_json.h"
#include "record/report.h"

namespace dragoman::cli {
namespace {

struct ReadCommand {
  Inputs inputs;
  bool json = false, ndjson = false, tokens = false, times = false;
  std::string last = "events";
};

ReportOptions terminal_options() {
  ReportOptions options;
  options.colour = isatty(STDOUT_FILENO) && !std::getenv("NO_COLOR");
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 60) options.width = size.ws_col;
  return options;
}

int run(const Settings& settings, const ReadCommand& command) {
  Inputs inputs = command.inputs;
  inputs.options.last = *stage_of(command.last);
  const ReportOptions terminal = terminal_options();
  const Versions versions = command.ndjson ? versions_of(settings.data_folder, settings.overlays) : Versions();
  const RecordOptions record{command.json ? 2u : 0u, command.tokens, false, command.ndjson ? &versions : nullptr};
  bool first = true;
  return read_inputs(settings, inputs, [&](const Reading& reading) {
    if (command.json || command.ndjson) {
      print(record_json(reading, record) + "\n");
    } else {
      if (!first) print("\n" + std::string(terminal.width, '=') + "\n\n");
      print(report(reading, terminal));
    }
    if (command.times)
      for (const StageTime& time : reading.times)
        std::fprintf(stderr, "%-10s %8.2f ms\n", std::string(name_of(time.stage)).c_str(), time.seconds * 1e3);
    first = false;
    return true;
  });
}

}  // namespace

Command add_read(CLI::App& app) {
  auto command = std::make_shared<ReadCommand>();
  add_input_options(app, command->inputs);
  app.add_flag("--json", command->json, "one record, indented JSON (doc/record.schema.json)");
  app.add_flag("--ndjson", command->ndjson, "one record a line");
  app.add_flag("--tokens", command->tokens, "with words, tags and trees in the record");
  app.add_flag("--times", command->times, "how long each stage took, on standard error");
  app.add_option("--stop-after", command->last, "last stage: page, mend, article, syntax, mentions, statements, events")
      ->check(CLI::IsMember({"page", "mend", "article", "syntax", "mentions", "statements", "events"}));
  app.footer(
      "Examples:\n  dragoman read examples/harbour.html\n  dragoman read --json article.txt --date 2026-03-01\n"
      "  dragoman read --ndjson articles/ > records.ndjson");
  return [command](const Settings& settings) { return run(settings, *command); };
}

}  // namespace dragoman::cli
