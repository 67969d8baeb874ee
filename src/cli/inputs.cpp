#include "cli/inputs.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <map>
#include <regex>

#include "base/unicode.h"
#include "source/byte_stream.h"
#include "source/source.h"
#include "source/tables.h"

namespace dragoman::cli {
namespace {

// "12 of 40 files, 3 articles/s" on a terminal's last line, a few times a second.
class Progress {
 public:
  Progress(const std::vector<std::string>& paths, const SourceTables& tables) : wanted_(isatty(STDERR_FILENO) != 0) {
    if (!wanted_) return;
    for (const std::string& path : paths) files_ += count_files(path, tables);
    wanted_ = files_ > 1 || paths.front() == "-";
  }
  void step(const std::string& name) {
    ++articles_;
    const auto now = Clock::now();
    if (!wanted_ || now - last_ < std::chrono::milliseconds(200)) return;
    last_ = now;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    std::fprintf(stderr, "\r\x1b[K%zu articles, %.0f/s, %s", articles_, static_cast<double>(articles_) / seconds,
                 name.substr(0, 60).c_str());
  }
  void clear() const {
    if (wanted_) std::fputs("\r\x1b[K", stderr);
  }

 private:
  using Clock = std::chrono::steady_clock;
  bool wanted_;
  std::size_t files_ = 0, articles_ = 0;
  Clock::time_point start_ = Clock::now(), last_ = start_;
};

// What a terminal may get: control characters of the text would be commands to it.
std::string harmless(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded8 point = decode_utf8(text, at);
    const char32_t c = point.code_point;
    const bool control = !point.good || (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
    out += control ? "?" : text.substr(at, point.size);
    at += point.size;
  }
  return out;
}

// One line a failure; of many in one file the first few, and how many more there were.
class Failures {
 public:
  void report(const Failure& failure) {
    if (++counts_[failure.file] > shown_of_a_file) return;
    std::fprintf(stderr, "dragoman: %s\n", harmless(to_string(failure)).c_str());
  }
  void report_rest() const {
    for (const auto& [file, count] : counts_)
      if (count > shown_of_a_file)
        std::fprintf(stderr, "dragoman: %s: %zu more failures like these\n", harmless(file).c_str(),
                     count - shown_of_a_file);
  }

 private:
  static constexpr std::size_t shown_of_a_file = 5;
  std::map<std::string, std::size_t> counts_;
};

}  // namespace

void add_input_options(CLI::App& app, Inputs& inputs) {
  app.add_option("input", inputs.paths,
                 "files, folders or - for standard input (what is piped in is read when none is given)");
  app.add_option("--date", inputs.options.date, "publication date where the input states none (YYYY-MM-DD)")
      ->check([](const std::string& date) {
        static const std::regex iso(R"(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)");
        return std::regex_match(date, iso) ? std::string() : "\"" + date + "\" is no date; write it as 2026-03-01";
      });
  app.add_option("--refuse", inputs.options.refused_repairs, "numbers (from 0) of repairs that shall not be made")
      ->delimiter(',')
      ->allow_extra_args(false);  // the next word is an input
  app.add_option("--time-limit", inputs.options.most_seconds,
                 "seconds after which one article is given up and the next one read (120; 0: never)")
      ->check(CLI::NonNegativeNumber);
  app.add_flag("--flag-only", inputs.options.flag_only, "report repairs without making them");
}

bool print(std::string_view text) {
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
}

bool print_text(std::string_view text) {
  return print(isatty(STDOUT_FILENO) ? std::string_view(harmless(text)) : text);
}

std::unique_ptr<Engine> open_engine(const Settings& settings) {
  auto engine = Engine::open({settings.data_folder, settings.overlays});
  if (engine) return std::make_unique<Engine>(std::move(*engine));
  std::fprintf(stderr, "dragoman: %s\n", to_string(engine.error()).c_str());
  return nullptr;
}

int read_inputs(const Settings& settings, const Inputs& given, const std::function<bool(const Reading&)>& show) {
  Inputs inputs = given;
  if (inputs.paths.empty()) {
    if (isatty(STDIN_FILENO)) {
      std::fputs("dragoman: no input; name files or folders, or pipe text in\n", stderr);
      return exit_wrong_use;
    }
    inputs.paths = {"-"};
  }
  const std::unique_ptr<Engine> engine = open_engine(settings);
  if (!engine) return exit_cannot_start;
  const auto tables = SourceTables::load(settings.data_folder, settings.overlays);
  if (!tables) {
    std::fprintf(stderr, "dragoman: %s\n", to_string(tables.error()).c_str());
    return exit_cannot_start;
  }
  Progress progress(inputs.paths, *tables);
  int code = exit_good;
  Failures failures;
  const auto refuse = [&](const Failure& failure) {
    progress.clear();
    failures.report(failure);
    code = exit_some_failed;
  };
  TakeSource take([&](Result<Source> source) {
    if (!source) {
      refuse(source.error());
      return true;
    }
    const std::string name = source->origin.name;
    auto reading = engine->read(std::move(*source), inputs.options);
    if (!reading) {
      refuse(reading.error());
      return true;
    }
    progress.step(name);
    return show(*reading) && std::ferror(stdout) == 0;
  });
  take.summary = [&](const ContainerSummary& summary) {
    progress.clear();
    std::fprintf(stderr, "dragoman: %s\n", to_string(summary).c_str());
  };
  for (const std::string& path : inputs.paths) {
    const bool is_open = path == "-" && inputs.standard_input;
    if (!(is_open ? read_container(*inputs.standard_input, {.name = path, .record_offset = {}, .id = {}}, *tables, take)
                  : read_sources(path, *tables, take)))
      break;
  }
  progress.clear();
  failures.report_rest();
  return code;
}

}  // namespace dragoman::cli
