// inputs.h: reads every input of a command with one engine: progress, failures, exit code.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/commands.h"

namespace CLI {
class App;
}

namespace dragoman {
class ByteStream;
}

namespace dragoman::cli {

struct Inputs {
  std::vector<std::string> paths;
  ReadOptions options = {.date = {}, .refused_repairs = {}, .most_seconds = 120};
  ByteStream* standard_input = nullptr;  // for "-", when its first bytes were looked at already
};

// The positional inputs and the options of reading (--date, --refuse, --flag-only).
void add_input_options(CLI::App& app, Inputs& inputs);

// Reads all inputs (standard input when there are none and it is no terminal) and hands each reading to `show`, until
// that says false. A bad input is one line on standard error and the rest goes on.
int read_inputs(const Settings& settings, const Inputs& inputs, const std::function<bool(const Reading&)>& show);

// Writes to standard output; false once the reader has gone.
bool print(std::string_view text);
// The same for text from outside: on a terminal its control characters are made harmless.
bool print_text(std::string_view text);

}  // namespace dragoman::cli
