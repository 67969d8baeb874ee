#include "export/export.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include "cli/inputs.h"
#include "query/events.h"

namespace dragoman::cli {
namespace {

struct ExportCommand {
  std::string store, text, format = "csv", path;
  bool spreadsheet = false;
};

int fail_with(const Failure& failure, const std::string& text) {
  if (failure.file == "query" && failure.byte) {
    std::fprintf(stderr, "dragoman: %s; %s\n  %s\n  %*s^\n", failure.what.c_str(), failure.remedy.c_str(), text.c_str(),
                 static_cast<int>(*failure.byte), "");
    return exit_wrong_use;
  }
  std::fprintf(stderr, "dragoman: %s\n", to_string(failure).c_str());
  return exit_cannot_start;
}

int run(const Settings& settings, const ExportCommand& command) {
  const auto* format = exporting::format_of(command.format);
  const auto parsed = query::parse_query(command.text);
  if (!parsed) return fail_with(parsed.error(), command.text);
  auto quads = exporting::load_quads(settings.data_folder);
  if (!quads) return fail_with(quads.error(), command.text);
  auto database = store::Database::open(command.store, store::Access::read);
  if (!database) return fail_with(database.error(), command.text);
  // Sealed by its name: a reader never sees half an export.
  const std::string unfinished = command.path + ".unfinished";
  std::FILE* file = command.path.empty() ? stdout : std::fopen(unfinished.c_str(), "wb");
  if (!file) {
    std::fprintf(stderr, "dragoman: %s: cannot be written; check the name, the permissions and the space left\n",
                 command.path.c_str());
    return exit_cannot_start;
  }
  bool is_written = true;
  const auto write = [&](std::string_view bytes) {
    return is_written = is_written && std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  };
  const auto exporter = format->make(write, {command.spreadsheet, std::move(*quads)});
  std::size_t events = 0;
  exporter->begin();
  const auto done = query::each_event(**database, *parsed, [&](const store::FlatEvent& event) {
    ++events;
    return exporter->add(event);
  });
  if (done && *done) exporter->end();
  is_written = (command.path.empty() ? std::fflush(file) : std::fclose(file)) == 0 && is_written;
  std::error_code error;
  if (done && is_written && !command.path.empty()) std::filesystem::rename(unfinished, command.path, error);
  if (!done || !is_written || error) {
    if (!command.path.empty()) std::filesystem::remove(unfinished, error);
    if (!done) return fail_with(done.error(), command.text);
    if (command.path.empty()) return exit_some_failed;  // the reader has gone
    std::fprintf(stderr, "dragoman: %s: cannot be written; check the space left\n", command.path.c_str());
    return exit_cannot_start;
  }
  if (!command.path.empty() || !isatty(STDOUT_FILENO))
    std::fprintf(stderr, "%zu events exported%s%s\n", events, command.path.empty() ? "" : " to ", command.path.c_str());
  return exit_good;
}

}  // namespace

Command add_export(CLI::App& app) {
  auto command = std::make_shared<ExportCommand>();
  std::string names, help;
  std::set<std::string> known;
  for (const auto& format : exporting::formats()) {
    known.insert(std::string(format.name));
    help += "\n  " + std::string(format.name) + std::string(10 - format.name.size(), ' ') + std::string(format.help);
  }
  app.add_option("store", command->store, "file of the store, or postgresql://user@host/database")->required();
  app.add_option("query", command->text, "which events (dragoman query --help); all when it is left out");
  app.add_option("--format", command->format, "format (csv)")->check(CLI::IsMember(known));
  app.add_option("-o,--out", command->path, "file to write; standard output when it is left out");
  app.add_flag("--spreadsheet", command->spreadsheet, "csv and tsv that a spreadsheet opens safely");
  app.footer("Formats:" + help +
             "\nExamples:\n  dragoman export news.db --format parquet -o events.parquet\n"
             "  dragoman export news.db 'type:PROTEST place:KEN' > protests.csv");
  return [command](const Settings& settings) { return run(settings, *command); };
}

}  // namespace dragoman::cli
