#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "cli/commands.h"

namespace dragoman::cli {
namespace {

struct Entry {
  const char* name;
  const char* help;
  Command (*add)(CLI::App&);
};
constexpr Entry commands[] = {
    {"read", "read articles and show their record", add_read},
    {"mend", "print the text as it was meant", add_mend},
    {"extract", "print the article alone", add_extract},
    {"parse", "print words and trees as CoNLL-U", add_parse},
    {"mentions", "print people, bodies, places and dates", add_mentions},
    {"statements", "print who said what", add_statements},
    {"certainty", "print for every word that tells an event whether it happened", add_certainty},
    {"code", "print who did what to whom", add_code},
    {"land", "put articles or records into a store", add_land},
    {"query", "ask a store: lists, counts, who to whom, who said what", add_query},
    {"export", "write events of a store for other programs", add_export},
};

bool holds_data(const std::filesystem::path& folder) {
  std::error_code error;
  return std::filesystem::is_directory(folder / "knowledge", error);
}

// DRAGOMAN_DATA, the folder above the program's, share/dragoman beside bin, in this order.
std::string default_data_folder() {
  if (const char* given = std::getenv("DRAGOMAN_DATA")) return given;
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  for (const auto& folder : {program.parent_path(), program.parent_path() / "share" / "dragoman"})
    if (holds_data(folder)) return folder.string();
  return "/usr/share/dragoman";
}

int run(int argc, char** argv) {
  CLI::App app(
      "Dragoman reads raw news and keeps the record of who did what to whom, and who said what.\n"
      "Each fact points at the bytes it was read from.",
      "dragoman");
  app.require_subcommand(1);
  app.set_version_flag("--version", "dragoman " DRAGOMAN_VERSION);
  app.fallthrough();
  Settings settings;
  settings.data_folder = default_data_folder();
  app.add_option("--data", settings.data_folder, "folder with knowledge/ and models/");
  app.add_option("--knowledge", settings.overlays, "your own knowledge folder; its entries win");
  app.footer(
      "Examples:\n  dragoman read article.html\n  dragoman read --ndjson articles/ > records.ndjson\n"
      "  dragoman mend --diff pasted.txt\n  curl ... | dragoman read - --date 2026-03-01\n\n"
      "`dragoman COMMAND --help` tells more. Exit codes: 0 all read, 1 some inputs failed, 2 wrong use,\n"
      "3 knowledge or models missing.");
  int code = exit_good;
  for (const Entry& entry : commands) {
    CLI::App* command = app.add_subcommand(entry.name, entry.help);
    Command action = entry.add(*command);
    command->callback([&code, &settings, action] { code = action(settings); });
  }
  if (argc == 1) {
    std::fputs(app.help().c_str(), stderr);
    return exit_wrong_use;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    std::fprintf(stderr, "dragoman: %s; see dragoman --help\n", error.what());
    return exit_wrong_use;
  }
  return code;
}

}  // namespace
}  // namespace dragoman::cli

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  return dragoman::cli::run(argc, argv);
}
