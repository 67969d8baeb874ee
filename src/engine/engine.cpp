// The street: the stages in order, each named, timed and able to be the last.
#include "dragoman/engine.h"

#include <chrono>
#include <functional>

#include "base/limits.h"
#include "engine/parts.h"

namespace dragoman {
namespace {

using Clock = std::chrono::steady_clock;

struct Run {
  const EngineParts& parts;
  const ReadOptions& options;
  Reading reading;
};

void run_mend(Run& run) {
  Page& page = run.reading.page;
  const std::vector<TextEdit> edits = run.parts.mender.find_repairs(page);
  if (run.options.flag_only) {
    for (const TextEdit& edit : edits)
      page.flagged.push_back({edit.span, page.text.source_of(edit.span), std::string(page.text.view(edit.span)),
                              edit.replacement, edit.kind, edit.detail, edit.score, edit.runner_up});
    return;
  }
  page = apply_repairs(std::move(page), edits, run.options.refused_repairs);
}

void run_article(Run& run) {
  run.reading.article = run.parts.labeller.label(run.reading.source, run.reading.page, run.options.date);
}

void run_syntax(Run& run) {
  Reading& reading = run.reading;
  reading.syntax = run.parts.parser.parse(reading.page, reading.article);
  if (reading.syntax.tokens.size() >= limits::max_document_words)
    reading.notes.push_back({"syntax",
                             "only the first " + std::to_string(reading.syntax.tokens.size()) +
                                 " words are read: the document is longer than an article can be",
                             {}});
}

void run_mentions(Run& run) {
  Reading& reading = run.reading;
  reading.mentions = run.parts.mentions.find(reading.page, reading.article, reading.syntax);
}

void run_statements(Run& run) {
  Reading& reading = run.reading;
  reading.statements = run.parts.statements.find(reading.page, reading.article, reading.syntax, reading.mentions);
}

void run_events(Run& run) {
  Reading& reading = run.reading;
  reading.events =
      run.parts.events.code(reading.page, reading.article, reading.syntax, reading.mentions, reading.statements);
}

struct Step {
  Stage stage;
  void (*run)(Run&);
};
constexpr Step steps[] = {
    {Stage::mend, run_mend},         {Stage::article, run_article},       {Stage::syntax, run_syntax},
    {Stage::mentions, run_mentions}, {Stage::statements, run_statements}, {Stage::events, run_events}};

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

tl::unexpected<Failure> given_up(const Source& source, double seconds, Stage stage) {
  char time[32];
  std::snprintf(time, sizeof time, "%g", seconds);
  return fail(FailureCode::too_large, source.origin.name,
              "took longer than " + std::string(time) + " s and was given up before the stage " +
                  std::string(name_of(stage)),
              "give it more time with --time-limit, or cut it into pieces", source.origin.record_offset);
}

}  // namespace

Engine::Engine(std::unique_ptr<EngineParts> parts) : parts_(std::move(parts)) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

Result<Engine> Engine::open(const EngineOptions& options) {
  auto page = PageReader::load(options.data_folder);
  if (!page) return tl::unexpected(page.error());
  auto mender = Mender::load(options.data_folder);
  if (!mender) return tl::unexpected(mender.error());
  auto labeller = ArticleLabeller::load(options.data_folder);
  if (!labeller) return tl::unexpected(labeller.error());
  auto parser = Parser::load(options.data_folder);
  if (!parser) return tl::unexpected(parser.error());
  auto mentions = MentionFinder::load(options.data_folder, options.knowledge_overlays);
  if (!mentions) return tl::unexpected(mentions.error());
  auto statements = StatementFinder::load(options.data_folder, options.knowledge_overlays);
  if (!statements) return tl::unexpected(statements.error());
  auto events = EventCoder::load(options.data_folder, options.knowledge_overlays);
  if (!events) return tl::unexpected(events.error());
  return Engine(std::make_unique<EngineParts>(EngineParts{std::move(*page), std::move(*mender), std::move(*labeller),
                                                          std::move(*parser), std::move(*mentions),
                                                          std::move(*statements), std::move(*events)}));
}

Result<Reading> Engine::read(Source source, const ReadOptions& options) const {
  Run run{*parts_, options, {}};
  const auto start = Clock::now();
  auto page = parts_->page.read(source);
  if (!page) return tl::unexpected(page.error());
  run.reading.source = std::move(source);
  run.reading.page = std::move(*page);
  run.reading.times.push_back({Stage::page, seconds_since(start)});
  for (const Step& step : steps) {
    if (step.stage > options.last) break;
    if (options.most_seconds > 0 && seconds_since(start) > options.most_seconds)
      return given_up(run.reading.source, options.most_seconds, step.stage);
    const auto begin = Clock::now();
    step.run(run);
    run.reading.times.push_back({step.stage, seconds_since(begin)});
    run.reading.last = step.stage;
  }
  Reading& reading = run.reading;
  reading.notes.insert(reading.notes.begin(), reading.page.notes.begin(), reading.page.notes.end());
  reading.notes.insert(reading.notes.begin(), reading.source.notes.begin(), reading.source.notes.end());
  reading.notes.insert(reading.notes.end(), reading.article.notes.begin(), reading.article.notes.end());
  return std::move(reading);
}

}  // namespace dragoman
