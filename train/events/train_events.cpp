// Trains the models of the events stage from coded sentences (JSON lines: text, run, events with trigger, parties,
// mode and status), over the trees, mentions and statements that the engine itself makes of them.
//
//   train_events --data voa.train.jsonl --root . --out models
//   train_events --data voa.train.jsonl --root . --cross 6 --system voa.cross.jsonl [--types A --roles B]
//
// With --cross the data are split by run; each part is coded by models trained on the others and written in the form
// of the events scorer.
#include <simdjson.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "base/file.h"
#include "base/hash.h"
#include "dragoman/engine.h"
#include "events/events.h"
#include "events/features.h"
#include "events/scorer.h"
#include "logistic.h"

namespace dragoman {
namespace {

using namespace events;

struct GoldParty {
  TextSpan at;
  Role role;
};

struct GoldEvent {
  std::string type, mode, status;
  TextSpan trigger;
  std::vector<GoldParty> parties;
};

struct Row {
  std::string id, run, text;
  std::vector<GoldEvent> events;
  Reading reading;
};

void die(const std::string& what) {
  std::fprintf(stderr, "train_events: %s\n", what.c_str());
  std::exit(1);
}

TextSpan span_of(simdjson::dom::element at) {
  const simdjson::dom::array array = at.get_array().value();
  return {static_cast<std::uint32_t>(array.at(0).get_uint64().value()),
          static_cast<std::uint32_t>(array.at(1).get_uint64().value())};
}

std::string text_of(simdjson::dom::element row, std::string_view key) {
  auto value = row[key].get_string();
  return value.error() ? std::string() : std::string(value.value());
}

void read_parties(simdjson::dom::element event, const char* key, Role role, GoldEvent& gold) {
  auto list = event[key].get_array();
  if (list.error()) return;
  const simdjson::dom::array parties = list.value();
  for (auto party : parties)
    if (!party["at"].error() && party["at"].is_array()) gold.parties.push_back({span_of(party["at"].value()), role});
}

std::vector<Row> read_rows(const std::string& path) {
  std::ifstream in(path);
  if (!in) die(path + " cannot be read");
  simdjson::dom::parser parser;
  std::vector<Row> rows;
  for (std::string line; std::getline(in, line);) {
    simdjson::dom::element json;
    if (parser.parse(line).get(json)) die(path + ": a line is no JSON");
    Row row{text_of(json, "id"), text_of(json, "run"), text_of(json, "text"), {}, {}};
    const simdjson::dom::array coded = json["events"].get_array().value();
    for (auto event : coded) {
      GoldEvent gold{text_of(event, "type"),
                     text_of(event, "mode"),
                     text_of(event, "status"),
                     span_of(event["trigger_at"].value()),
                     {}};
      read_parties(event, "actor", Role::actor, gold);
      read_parties(event, "recipient", Role::recipient, gold);
      row.events.push_back(std::move(gold));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

// Offsets of the gold count the source's bytes.
bool inside(const Reading& reading, Word word, TextSpan gold) {
  const SourceSpan at = reading.page.text.source_of(reading.syntax.tokens[word].span);
  return at.begin < gold.end && gold.begin < at.end;
}

// The word of the span that hangs on a word outside of it; none when the span holds no word.
Word head_of(const Reading& reading, TextSpan gold) {
  Word best = none;
  for (Word w = 0; w < reading.syntax.tokens.size(); ++w) {
    if (!inside(reading, w, gold)) continue;
    const Word head = reading.syntax.tokens[w].head;
    const bool top = head == none || !inside(reading, head, gold);
    if (!top) continue;
    const Upos upos = reading.syntax.tokens[w].upos;
    const bool content =
        upos == Upos::VERB || upos == Upos::NOUN || upos == Upos::PROPN || upos == Upos::PRON || upos == Upos::ADJ;
    if (best == none || content) {
      best = w;
      if (content) break;
    }
  }
  return best;
}

// A sentence of a frame: the frame's own type must (or must not) be told in it.
struct Example {
  std::uint32_t frame;
  bool codes;
  Reading reading;
};

struct Options {
  float examples = 1;
  std::string data, root = ".", out, system;
  int folds = 0;
  float types = 0, roles = 0, only = 0;
  LogisticOptions logistic;
};

struct Counts {
  std::size_t triggers = 0, reachable = 0, parties = 0, headed = 0;
};

class Trainer {
 public:
  Trainer(const Options& options, const FrameBook& book, const FrameIndex& index, const WordClusters& clusters,
          const std::vector<Example>& examples)
      : options_(options), book_(book), index_(index), clusters_(clusters), examples_(examples) {}

  void train(const std::vector<Row>& rows, const std::set<std::string>& runs, const std::string& out) {
    collect_names(rows);
    Logistic type(static_cast<std::uint32_t>(types_.size())), role(3), mode(static_cast<std::uint32_t>(modes_.size())),
        status(static_cast<std::uint32_t>(statuses_.size()));
    Counts counts;
    for (const Row& row : rows)
      if (!runs.contains(row.run)) add_row(row, type, role, mode, status, counts);
    if (options_.examples > 0)
      for (const Example& example : examples_) add_example(example, type);
    if (!out.empty() && runs.empty())
      std::fprintf(stderr, "triggers %zu, of them reachable %zu; parties %zu, of them mentions %zu\n", counts.triggers,
                   counts.reachable, counts.parties, counts.headed);
    LogisticOptions options = options_.logistic;
    type.train(options);
    options.dropout = 0;
    role.train(options);
    mode.train(options);
    status.train(options);
    const std::string stem = out + "/en.events.";
    finish(type.write(stem + "type.model", type_fingerprint, types_, 0.04f));
    finish(role.write(stem + "role.model", role_fingerprint, {"nobody", "actor", "recipient"}, 0.02f));
    finish(mode.write(stem + "mode.model", mode_fingerprint, modes_, 0.03f));
    finish(status.write(stem + "status.model", status_fingerprint, statuses_, 0.03f));
  }

 private:
  static void finish(const Result<void>& written) {
    if (!written) die(to_string(written.error()));
  }

  void collect_names(const std::vector<Row>& rows) {
    std::set<std::string> types, modes;
    for (const Row& row : rows)
      for (const GoldEvent& event : row.events) {
        types.insert(event.type);
        modes.insert(event.type + " " + event.mode);
      }
    types_.assign(1, "none");
    types_.insert(types_.end(), types.begin(), types.end());
    modes_.assign(modes.begin(), modes.end());
    statuses_ = {"actual", "future", "hypothetical", "negated", "historical"};
  }

  static std::uint32_t number(const std::vector<std::string>& names, const std::string& name) {
    return static_cast<std::uint32_t>(std::find(names.begin(), names.end(), name) - names.begin());
  }

  void add_row(const Row& row, Logistic& type, Logistic& role, Logistic& mode, Logistic& status, Counts& counts) {
    const Reading& r = row.reading;
    if (r.syntax.tokens.empty()) return;
    const Scene scene(r.page, r.syntax, r.mentions, r.statements, book_, index_, clusters_);
    std::map<Word, std::string> label;
    Features features;
    for (const GoldEvent& event : row.events) {
      const Word trigger = head_of(r, event.trigger);
      ++counts.triggers;
      if (trigger == none || !scene.can_trigger(trigger)) continue;
      ++counts.reachable;
      label.emplace(trigger, event.type);
      const std::uint64_t type_hash = hash_of(event.type);
      add_parties(row, scene, event, trigger, role, counts);
      const auto known = book_.type_of(event.type);
      const std::uint32_t frame = known ? scene.frame_of(trigger, *known) : none;
      const std::string cue(known ? index_.mode_by_cue(scene.tree, trigger, *known) : std::string_view());
      const std::string by_frame = frame == none ? std::string() : book_.frames[frame].mode;
      add_mode_features(scene, trigger, type_hash, by_frame.empty() ? cue : by_frame, features);
      mode.add(features, number(modes_, event.type + " " + event.mode));
      add_status_features(scene, trigger, type_hash, features);
      status.add(features, number(statuses_, event.status));
    }
    TypeFeatures made;
    for (Word w = 0; w < r.syntax.tokens.size(); ++w) {
      if (!scene.can_trigger(w)) continue;
      add_type_features(scene, w, made);
      const auto found = label.find(w);
      type.add(made.all, found == label.end() ? 0 : number(types_, found->second), 1, made.lexical);
    }
  }

  // Of an example only the words are learned whose label it tells: the trigger of its frame, and words at which no
  // frame fires. Other events may stand in it.
  void add_example(const Example& example, Logistic& type) {
    const Reading& r = example.reading;
    if (r.syntax.tokens.empty()) return;
    const Scene scene(r.page, r.syntax, r.mentions, r.statements, book_, index_, clusters_);
    const std::uint32_t own_type = book_.frames[example.frame].type;
    TypeFeatures made;
    bool told = false;
    for (Word w = 0; w < r.syntax.tokens.size(); ++w) {
      if (!scene.can_trigger(w)) continue;
      const auto matches = scene.matches(w);
      const bool own =
          std::any_of(matches.begin(), matches.end(), [&](const FrameMatch& m) { return m.frame == example.frame; });
      const bool only = std::all_of(matches.begin(), matches.end(),
                                    [&](const FrameMatch& m) { return book_.frames[m.frame].type == own_type; });
      std::uint32_t label = 0;
      if (example.codes) {
        if (!matches.empty() && (!own || told)) continue;
        if (own) label = number(types_, book_.types[own_type].name);
        told = told || own;
      } else if (!only) {
        continue;
      }
      if (label >= types_.size()) continue;
      add_type_features(scene, w, made);
      type.add(made.all, label, options_.examples, made.lexical);
    }
  }

  void add_parties(const Row& row, const Scene& scene, const GoldEvent& event, Word trigger, Logistic& role,
                   Counts& counts) {
    std::map<Word, Role> label;
    for (const GoldParty& party : event.parties) {
      const Word head = head_of(row.reading, party.at);
      ++counts.parties;
      if (head == none || scene.tree.mention_at(head) == none) continue;
      ++counts.headed;
      label.emplace(head, party.role);
    }
    const auto known = book_.type_of(event.type);
    const RoleProposal proposal = propose_roles(scene, trigger, known ? scene.frame_of(trigger, *known) : none);
    Features features;
    for (const Word w : scene.parties(scene.tree.sentence_of(trigger))) {
      if (w == trigger) continue;
      add_role_features(scene, trigger, hash_of(event.type), proposal, w, features);
      const auto found = label.find(w);
      role.add(features, static_cast<std::uint32_t>(found == label.end() ? Role::nobody : found->second));
    }
  }

  const Options& options_;
  const FrameBook& book_;
  const FrameIndex& index_;
  const WordClusters& clusters_;
  const std::vector<Example>& examples_;
  std::vector<std::string> types_, modes_, statuses_;
};

void write_party_list(std::FILE* out, const char* key, const Reading& reading, const std::vector<Party>& parties) {
  std::fprintf(out, "\"%s\":[", key);
  for (std::size_t i = 0; i < parties.size(); ++i) {
    SourceSpan at{};
    if (parties[i].mention != none)
      at = reading.page.text.source_of(reading.mentions.mentions[parties[i].mention].span);
    std::fprintf(out, "%s{\"country\":\"%s\",\"sector\":\"%s\",\"at\":[%u,%u]}", i ? "," : "",
                 parties[i].country.c_str(), parties[i].sector.c_str(), at.begin, at.end);
  }
  std::fprintf(out, "]");
}

void code_row(std::FILE* out, const EventCoder& coder, const Row& row) {
  const Reading& r = row.reading;
  const std::vector<Event> found = coder.code(r.page, r.article, r.syntax, r.mentions, r.statements);
  std::fprintf(out, "{\"id\":\"%s\",\"events\":[", row.id.c_str());
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Event& e = found[i];
    const SourceSpan at = r.page.text.source_of(r.syntax.tokens[e.trigger].span);
    std::fprintf(out, "%s{\"type\":\"%s\",\"mode\":\"%s\",\"status\":\"%s\",\"score\":%.3f,\"trigger_at\":[%u,%u],",
                 i ? "," : "", e.type.c_str(), e.mode.c_str(), std::string(name_of(e.status)).c_str(), e.score,
                 at.begin, at.end);
    write_party_list(out, "actor", r, e.actors);
    std::fprintf(out, ",");
    write_party_list(out, "recipient", r, e.recipients);
    std::fprintf(out, "}");
  }
  std::fprintf(out, "]}\n");
}

void cross_validate(const Options& options, Trainer& trainer, const std::vector<Row>& rows) {
  std::set<std::string> names;
  for (const Row& row : rows) names.insert(row.run);
  const std::vector<std::string> runs(names.begin(), names.end());
  std::FILE* out = std::fopen(options.system.c_str(), "w");
  if (!out) die(options.system + " cannot be written");
  const std::string folder = options.system + ".models";
  std::filesystem::create_directories(folder);
  for (int fold = 0; fold < options.folds; ++fold) {
    std::set<std::string> held;
    for (std::size_t i = 0; i < runs.size(); ++i)
      if (static_cast<int>(i) % options.folds == fold) held.insert(runs[i]);
    trainer.train(rows, held, folder);
    EventCoderOptions coding;
    coding.model_folder = folder;
    if (options.types > 0) coding.least_type = options.types;
    if (options.roles > 0) coding.least_role = options.roles;
    if (options.only > 0) coding.least_only_role = options.only;
    auto coder = EventCoder::load(options.root, {}, coding);
    if (!coder) die(to_string(coder.error()));
    for (const Row& row : rows)
      if (held.contains(row.run)) code_row(out, *coder, row);
  }
  std::fclose(out);
}

Reading read_one(const Engine& engine, const std::string& text) {
  Source source;
  source.bytes = std::make_shared<const std::string>(text);
  source.form = SourceForm::article_text;
  auto reading = engine.read(std::move(source),
                             {.date = "", .last = Stage::statements, .refused_repairs = {}, .flag_only = false});
  if (!reading) die(text + ": " + to_string(reading.error()));
  return std::move(*reading);
}

std::vector<Example> read_examples(const Engine& engine, const FrameBook& book) {
  std::vector<Example> examples;
  for (std::uint32_t f = 0; f < book.frames.size(); ++f) {
    for (const FrameExample& one : book.frames[f].codes) examples.push_back({f, true, read_one(engine, one.text)});
    for (const FrameExample& one : book.frames[f].codes_not) examples.push_back({f, false, read_one(engine, one.text)});
  }
  return examples;
}

Options parse_options(int argc, char** argv) {
  Options options;
  options.logistic.rounds = 10;
  options.logistic.dropout = 0.3f;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string key = argv[i], value = argv[i + 1];
    if (key == "--data")
      options.data = value;
    else if (key == "--root")
      options.root = value;
    else if (key == "--out")
      options.out = value;
    else if (key == "--system")
      options.system = value;
    else if (key == "--cross")
      options.folds = std::atoi(value.c_str());
    else if (key == "--types")
      options.types = std::strtof(value.c_str(), nullptr);
    else if (key == "--roles")
      options.roles = std::strtof(value.c_str(), nullptr);
    else if (key == "--only")
      options.only = std::strtof(value.c_str(), nullptr);
    else if (key == "--examples")
      options.examples = std::strtof(value.c_str(), nullptr);
    else if (key == "--rounds")
      options.logistic.rounds = std::atoi(value.c_str());
    else if (key == "--rate")
      options.logistic.rate = std::strtof(value.c_str(), nullptr);
    else if (key == "--sparse")
      options.logistic.sparse = std::strtof(value.c_str(), nullptr);
    else if (key == "--dropout")
      options.logistic.dropout = std::strtof(value.c_str(), nullptr);
    else
      die("unknown option " + key);
  }
  if (options.data.empty() || (options.out.empty() && !options.folds))
    die("give --data and --out, or --cross and --system");
  return options;
}

int run(int argc, char** argv) {
  const Options options = parse_options(argc, argv);
  auto book = FrameBook::load(options.root, {});
  if (!book) die(to_string(book.error()));
  const FrameIndex index(*book);
  auto clusters = WordClusters::load(options.root + "/models/en.clusters");
  if (!clusters) die(to_string(clusters.error()));
  std::vector<Row> rows = read_rows(options.data);
  auto engine = Engine::open({options.root, {}});
  if (!engine) die(to_string(engine.error()));
  for (Row& row : rows) row.reading = read_one(*engine, row.text);
  const std::vector<Example> examples = read_examples(*engine, *book);
  Trainer trainer(options, *book, index, *clusters, examples);
  if (options.folds) cross_validate(options, trainer, rows);
  if (!options.out.empty()) trainer.train(rows, {}, options.out);
  return 0;
}

}  // namespace
}  // namespace dragoman

int main(int argc, char** argv) { return dragoman::run(argc, argv); }
