// `dragoman certainty`: for every word that can tell an event, did it happen according to the author?
// One line of JSON an input: {"id": ..., "words": [[begin, end, value, status], ...]}, source bytes, value -3 to 3.
#include <CLI/CLI.hpp>

#include "base/json_writer.h"
#include "cli/inputs.h"

namespace dragoman::cli {
namespace {

bool can_tell_event(Upos upos) {
  return upos == Upos::VERB || upos == Upos::NOUN || upos == Upos::ADJ || upos == Upos::AUX || upos == Upos::PROPN;
}

std::string certainty_json(const Reading& reading) {
  JsonWriter json(0);
  json.begin_object();
  json.member("id", reading.source.origin.id.empty() ? reading.source.origin.name : reading.source.origin.id);
  json.key("words");
  json.begin_array();
  for (std::uint32_t t = 0; t < reading.syntax.tokens.size(); ++t) {
    const Token& token = reading.syntax.tokens[t];
    if (!can_tell_event(token.upos)) continue;
    const SourceSpan at = reading.page.text.source_of(token.span);
    json.begin_array();
    json.value(at.begin);
    json.value(at.end);
    json.number(static_cast<double>(reading.statements.certainty[t]), 2);
    json.value(name_of(reading.statements.status[t]));
    json.end_array();
  }
  json.end_array();
  json.end_object();
  return json.take();
}

}  // namespace

Command add_certainty(CLI::App& app) {
  auto inputs = std::make_shared<Inputs>();
  add_input_options(app, *inputs);
  inputs->options.last = Stage::statements;
  return [inputs](const Settings& settings) {
    return read_inputs(settings, *inputs, [](const Reading& reading) { return print(certainty_json(reading) + "\n"); });
  };
}

}  // namespace dragoman::cli
