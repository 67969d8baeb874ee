#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <future>

#include "cli/inputs.h"
#include "record/record_json.h"
#include "source/byte_stream.h"
#include "store/landing.h"

namespace dragoman::cli {
namespace {

using Clock = std::chrono::steady_clock;

std::atomic<bool> is_interrupted = false;

struct LandCommand {
  Inputs inputs;
  std::string store;
  bool without_sources = false;
};

double seconds_since(Clock::time_point then) { return std::chrono::duration<double>(Clock::now() - then).count(); }

// What a line of `read --ndjson` begins with.
bool holds_records(ByteStream& bytes) { return bytes.peek(64).starts_with("{\"schema\":\"dragoman/1\""); }

class Landing {
 public:
  explicit Landing(store::Lander& lander) : lander_(lander) {}

  // False when the store failed: then nothing can go on.
  bool add(const store::LandingItem& item) {
    if (!tried(lander_.add(item))) return false;
    return seconds_since(committed_) < 1 || commit();
  }
  bool commit() {
    if (!tried(lander_.commit())) return false;
    committed_ = Clock::now();
    const auto& landed = lander_.landed();
    const double rate = static_cast<double>(landed.documents + landed.known) / seconds_since(start_);
    std::string line =
        std::to_string(landed.documents) + " documents landed, " + std::to_string(static_cast<long>(rate)) + "/s";
    if (share_ > 0.01 && share_ < 1)
      line += ", " + std::to_string(static_cast<long>(seconds_since(start_) * (1 - share_) / share_) + 1) + " s left";
    std::fprintf(stderr, isatty(STDERR_FILENO) ? "\r\x1b[K%s" : "%s\n", line.c_str());
    return true;
  }
  void report(const Failure& failure) {
    std::fprintf(stderr, "%sdragoman: %s\n", isatty(STDERR_FILENO) ? "\r\x1b[K" : "", to_string(failure).c_str());
    code_ = exit_some_failed;
  }
  bool tried(const Result<void>& result) {
    if (result) return true;
    report(result.error());
    return false;
  }

  // Lines of records: one batch is parsed and compressed while the one before is written.
  bool land_records(ByteStream& bytes, const std::string& name, std::uint64_t size) {
    std::future<Batch> next;
    bool goes_on = true;
    while (goes_on) {
      std::vector<Line> lines;
      goes_on = read_lines(bytes, lines);
      std::future<Batch> made = std::async(std::launch::async, [lines = std::move(lines), name] {
        Batch out;
        store::RecordReader reader;
        for (const Line& line : lines) {
          auto rows = reader.read(line.text, name, line.at);
          if (rows)
            out.emplace_back(store::landing_item(std::move(*rows), line.text, {}));
          else
            out.emplace_back(tl::unexpected(rows.error()));
        }
        return out;
      });
      if (next.valid() && !add_batch(next.get())) return false;
      next = std::move(made);
      if (size) share_ = static_cast<double>(bytes.place()) / static_cast<double>(size);
      if (is_interrupted) break;
    }
    return !next.valid() || add_batch(next.get());
  }

  int code() const { return code_; }

 private:
  struct Line {
    std::string text;
    std::uint64_t at;
  };
  using Batch = std::vector<Result<store::LandingItem>>;

  bool read_lines(ByteStream& bytes, std::vector<Line>& lines) {
    constexpr std::size_t most_lines = 256, most_bytes = 8 << 20;
    for (std::size_t size = 0; lines.size() < most_lines && size < most_bytes;) {
      Line line{{}, bytes.offset()};
      auto more = bytes.next_line(line.text);
      if (!more) {
        report(more.error());
        continue;
      }
      if (!*more) {
        if (bytes.damage()) report(*bytes.damage());
        return false;
      }
      size += line.text.size();
      if (line.text.find_first_not_of(" \t\r") != std::string::npos) lines.push_back(std::move(line));
    }
    return true;
  }
  bool add_batch(const Batch& batch) {
    for (const auto& item : batch) {
      if (!item)
        report(item.error());
      else if (!add(*item))
        return false;
      if (is_interrupted) break;
    }
    return true;
  }

  store::Lander& lander_;
  Clock::time_point start_ = Clock::now(), committed_ = start_;
  double share_ = 0;  // of the input that was read
  int code_ = exit_good;
};

int run(const Settings& settings, const LandCommand& command) {
  auto lander = store::Lander::open(command.store);
  if (!lander) {
    std::fprintf(stderr, "dragoman: %s\n", to_string(lander.error()).c_str());
    return exit_cannot_start;
  }
  std::signal(SIGINT, [](int) { is_interrupted = true; });
  std::signal(SIGTERM, [](int) { is_interrupted = true; });
  const auto start = Clock::now();
  Landing landing(**lander);
  Inputs articles = command.inputs;
  articles.paths.clear();
  std::vector<std::string> paths = command.inputs.paths;
  if (paths.empty() && !isatty(STDIN_FILENO)) paths = {"-"};
  std::optional<ByteStream> standard_input;
  bool goes_on = true;
  for (const std::string& path : paths) {
    std::error_code error;
    const bool is_file = std::filesystem::is_regular_file(path, error);
    auto bytes = is_file || path == "-" ? ByteStream::open(path) : Result<ByteStream>(tl::unexpected(Failure{}));
    if (bytes && holds_records(*bytes)) {
      goes_on = goes_on && landing.land_records(*bytes, path, is_file ? std::filesystem::file_size(path, error) : 0);
      continue;
    }
    articles.paths.push_back(path);
    if (bytes && path == "-") articles.standard_input = &standard_input.emplace(std::move(*bytes));
  }
  int code = exit_good;
  if (goes_on && (!articles.paths.empty() || paths.empty()) && !is_interrupted) {
    const Versions versions = versions_of(settings.data_folder, settings.overlays);
    store::RecordReader reader;
    code = read_inputs(settings, articles, [&](const Reading& reading) {
      const std::string record = record_json(reading, {0, false, false, &versions});
      auto rows = reader.read(record, reading.source.origin.name, 0);
      if (!rows)
        landing.report(rows.error());
      else
        goes_on =
            goes_on && landing.add(store::landing_item(
                           std::move(*rows), record,
                           command.without_sources ? std::string_view() : std::string_view(*reading.source.bytes)));
      return goes_on && !is_interrupted;
    });
  }
  goes_on = goes_on && landing.commit() && landing.tried((*lander)->finish());
  const auto& landed = (*lander)->landed();
  std::fprintf(stderr, "%s%llu documents with %llu events landed in %s (%llu were there already) in %.1f s%s\n",
               isatty(STDERR_FILENO) ? "\r\x1b[K" : "", static_cast<unsigned long long>(landed.documents),
               static_cast<unsigned long long>(landed.events), command.store.c_str(),
               static_cast<unsigned long long>(landed.known), seconds_since(start),
               is_interrupted ? "; interrupted: the same command goes on from here" : "");
  if (!goes_on) return exit_cannot_start;
  return is_interrupted ? exit_some_failed : std::max(code, landing.code());
}

}  // namespace

Command add_land(CLI::App& app) {
  auto command = std::make_shared<LandCommand>();
  add_input_options(app, command->inputs);
  app.add_option("--store", command->store, "file of the store, or postgresql://user@host/database")->required();
  app.add_flag("--without-sources", command->without_sources, "do not keep the bytes of the sources in the store");
  app.footer(
      "Reads what `dragoman read` reads, and what `dragoman read --ndjson` wrote. Landing twice changes nothing.\n"
      "Examples:\n  dragoman land articles/ --store news.db\n  dragoman land records.ndjson.gz --store news.db");
  return [command](const Settings& settings) { return run(settings, *command); };
}

}  // namespace dragoman::cli
