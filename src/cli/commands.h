// commands.h: one entry a command; the list in main.cpp is the only place to register one.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "dragoman/engine.h"

namespace CLI {
class App;
}

namespace dragoman::cli {

enum ExitCode : int {
  exit_good = 0,
  exit_some_failed = 1,   // some inputs could not be read; the others were
  exit_wrong_use = 2,     // the command line makes no sense
  exit_cannot_start = 3,  // knowledge or models are missing or damaged
};

struct Settings {  // options that every command has
  std::string data_folder;
  std::vector<std::string> overlays;
};

// Adds the command's options to `app`; the function given back runs it and returns the exit code.
using Command = std::function<int(const Settings&)>;
Command add_read(CLI::App& app);
Command add_mend(CLI::App& app);
Command add_extract(CLI::App& app);
Command add_parse(CLI::App& app);
Command add_mentions(CLI::App& app);
Command add_statements(CLI::App& app);
Command add_certainty(CLI::App& app);
Command add_code(CLI::App& app);
Command add_land(CLI::App& app);
Command add_query(CLI::App& app);
Command add_export(CLI::App& app);

// The engine, or one line on standard error and nullptr.
std::unique_ptr<Engine> open_engine(const Settings& settings);

}  // namespace dragoman::cli
