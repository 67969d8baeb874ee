#include "knowledge/frames.h"

#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "base/file.h"
#include "knowledge/tsv.h"

namespace dragoman {
namespace {

using Classes = std::map<std::string, WordSet, std::less<>>;

std::vector<std::string_view> words_of(std::string_view text, std::string_view separators = " ") {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find_first_of(separators, begin), text.size());
    if (end > begin) words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

// One TOML file being read: gathers the first fault with its line.
struct FileReader {
  std::string name;  // as Symbols show it
  const Classes& classes;
  std::optional<Failure> failure;

  void fault(const toml::node& node, std::string what, std::string remedy) {
    if (!failure)
      failure = Failure{FailureCode::bad_knowledge,
                        name,
                        {},
                        "line " + std::to_string(node.source().begin.line) + ": " + std::move(what),
                        std::move(remedy)};
  }

  WordSet expand(const toml::node& node, std::string_view word) {
    if (word.empty() || word.front() != '@') return {std::string(word)};
    const auto found = classes.find(word.substr(1));
    if (found != classes.end()) return found->second;
    fault(node, "there is no class \"" + std::string(word) + "\"", "add it to classes.toml or mend the name");
    return {};
  }

  std::string text(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    if (!node) return {};
    if (const auto value = node->value<std::string>()) return *value;
    fault(*node, "\"" + std::string(key) + "\" must be a text in quotes", "write " + std::string(key) + " = \"...\"");
    return {};
  }

  template <class Each>
  void each_text(const toml::table& table, std::string_view key, Each each) {
    const toml::node* node = table.get(key);
    if (!node) return;
    const toml::array* array = node->as_array();
    if (!array) return fault(*node, "\"" + std::string(key) + "\" must be a list", "write [\"...\", \"...\"]");
    for (const toml::node& entry : *array) {
      if (const auto value = entry.value<std::string>())
        each(entry, *value);
      else
        fault(entry, "an entry of \"" + std::string(key) + "\" is no text", "put it in quotes");
    }
  }

  // A phrase with its head first; several phrases when the head is a class.
  void add_phrase(const toml::node& entry, const std::vector<std::string_view>& words, std::size_t head,
                  std::vector<FramePhrase>& out) {
    FramePhrase phrase;
    for (std::size_t i = 0; i < words.size(); ++i)
      if (i != head) phrase.further.push_back(expand(entry, words[i]));
    for (std::string& lemma : expand(entry, words[head])) {
      phrase.head = std::move(lemma);
      out.push_back(phrase);
    }
  }

  // `last_too`: the last word may be the head as well ("hunger strike"): the tree decides.
  std::vector<FramePhrase> phrases(const toml::table& table, std::string_view key, bool last_too) {
    std::vector<FramePhrase> out;
    each_text(table, key, [&](const toml::node& entry, std::string_view text) {
      const auto words = words_of(text);
      if (words.empty()) return fault(entry, "an empty entry", "take it out");
      add_phrase(entry, words, 0, out);
      if (last_too && words.size() > 1) add_phrase(entry, words, words.size() - 1, out);
    });
    return out;
  }

  WordSet word_set(const toml::table& table, std::string_view key) {
    WordSet out;
    each_text(table, key, [&](const toml::node& entry, std::string_view text) {
      for (std::string& lemma : expand(entry, text)) out.push_back(std::move(lemma));
    });
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

  std::vector<RolePath> paths(const toml::table& table, std::string_view key) {
    const std::string text = this->text(table, key);
    auto parsed = parse_role_paths(text);
    if (parsed) return std::move(*parsed);
    fault(*table.get(key), "\"" + text + "\" is no role path", "see doc/frames.md, \"Role paths\"");
    return {};
  }

  std::vector<FrameExample> examples(const toml::table& table, std::string_view key) {
    std::vector<FrameExample> out;
    each_text(table, key, [&](const toml::node& entry, std::string text) {
      out.push_back({std::move(text), static_cast<std::uint32_t>(entry.source().begin.line)});
    });
    return out;
  }

  Symbol symbol(const toml::node& node) const { return {name, static_cast<std::uint32_t>(node.source().begin.line)}; }
};

std::optional<float> number(const toml::table& table, std::string_view key) {
  if (const auto value = table[key].value<double>()) return static_cast<float>(*value);
  return {};
}

EventMode read_mode(FileReader& file, const toml::table& table) {
  EventMode mode;
  mode.name = file.text(table, "name");
  mode.cameo = file.text(table, "cameo");
  mode.intensity = number(table, "intensity");
  mode.cues = file.phrases(table, "cues", true);
  if (mode.name.empty()) file.fault(table, "a mode without a name", "write name = \"...\"");
  return mode;
}

PoliticalSide read_side(FileReader& file, const toml::table& table) {
  const std::string text = file.text(table, "parties");
  if (text.empty() || text == "any") return PoliticalSide::any;
  if (text == "actor") return PoliticalSide::actor;
  if (text == "recipient") return PoliticalSide::recipient;
  if (text == "both") return PoliticalSide::both;
  file.fault(*table.get("parties"), "\"" + text + "\" is no side", "write any, actor, recipient or both");
  return PoliticalSide::any;
}

Frame read_frame(FileReader& file, const toml::table& table, std::uint32_t type) {
  Frame frame;
  frame.type = type;
  frame.known_by = file.symbol(table);
  frame.id = file.text(table, "id");
  frame.mode = file.text(table, "mode");
  frame.cameo = file.text(table, "cameo");
  frame.verbs = file.phrases(table, "verbs", false);
  frame.nouns = file.phrases(table, "nouns", true);
  frame.adjectives = file.phrases(table, "adjectives", true);
  frame.object = file.phrases(table, "object", true);
  frame.not_object = file.phrases(table, "not_object", true);
  frame.complement = file.phrases(table, "complement", true);
  frame.not_complement = file.phrases(table, "not_complement", true);
  frame.context = file.word_set(table, "context");
  frame.not_context = file.word_set(table, "not_context");
  frame.particle = file.word_set(table, "particle");
  frame.actor = file.paths(table, "actor");
  frame.recipient = file.paths(table, "recipient");
  frame.mutual = table["mutual"].value_or(false);
  frame.parties = read_side(file, table);
  frame.future = file.text(table, "future");
  frame.codes = file.examples(table, "codes");
  frame.codes_not = file.examples(table, "codes_not");
  if (frame.id.empty()) file.fault(table, "a frame without an id", "write id = \"...\"");
  if (frame.verbs.empty() && frame.nouns.empty() && frame.adjectives.empty())
    file.fault(table, "frame \"" + frame.id + "\" has no verbs, nouns or adjectives", "name at least one trigger");
  return frame;
}

Result<toml::table> parse_file(const std::string& path, const std::string& name) {
  auto text = read_file(path);
  if (!text) return tl::unexpected(text.error());
  toml::parse_result parsed = toml::parse(*text, name);
  if (parsed) return std::move(parsed).table();
  const toml::parse_error& error = parsed.error();
  return fail(FailureCode::malformed, name,
              "line " + std::to_string(error.source().begin.line) + ": " + std::string(error.description()),
              "mend the TOML there");
}

Result<void> read_classes(const std::string& path, const std::string& name, Classes& classes) {
  auto table = parse_file(path, name);
  if (!table) return tl::unexpected(table.error());
  FileReader file{name, classes, {}};
  const toml::table* listed = (*table)["classes"].as_table();
  if (!listed) return fail(FailureCode::bad_knowledge, name, "has no table [classes]", "write [classes] at its head");
  // A class may name other classes; each round puts in those that are ready, so a circle is left over and told.
  std::set<std::string> done;
  std::size_t settled = 0;
  do {
    for (const auto& [key, node] : *listed) {
      WordSet words;
      bool whole = true;
      file.each_text(*listed, key.str(), [&](const toml::node& entry, std::string_view text) {
        if (text.empty() || text.front() != '@') return words.emplace_back(text), void();
        const bool later = listed->contains(text.substr(1)) && !done.contains(std::string(text.substr(1)));
        if (later) return void(whole = false);
        for (std::string& word : file.expand(entry, text)) words.push_back(std::move(word));
      });
      if (!whole) continue;
      std::sort(words.begin(), words.end());
      done.insert(std::string(key.str()));
      classes[std::string(key.str())] = std::move(words);
    }
  } while (!file.failure && (done.size() < listed->size()) && done.size() > std::exchange(settled, done.size()));
  if (file.failure) return tl::unexpected(*file.failure);
  if (done.size() < listed->size())
    return fail(FailureCode::bad_knowledge, name, "classes name each other in a circle", "take one of the @names out");
  return {};
}

std::uint32_t type_for(FrameBook& book, const std::string& name) {
  if (const auto found = book.type_of(name)) return *found;
  book.types.push_back({});
  book.types.back().name = name;
  return static_cast<std::uint32_t>(book.types.size() - 1);
}

void merge_type(EventType& into, EventType from) {
  if (!from.definition.empty()) into.definition = std::move(from.definition);
  if (!from.cameo.empty()) into.cameo = std::move(from.cameo);
  if (from.quad) into.quad = from.quad;
  if (from.intensity) into.intensity = from.intensity;
  if (!into.known_by) into.known_by = from.known_by;
  for (EventMode& mode : from.modes) {
    const auto same =
        std::find_if(into.modes.begin(), into.modes.end(), [&](const auto& m) { return m.name == mode.name; });
    if (same != into.modes.end())
      *same = std::move(mode);
    else
      into.modes.push_back(std::move(mode));
  }
}

void keep_frame(FrameBook& book, Frame frame) {
  const auto same = std::find_if(book.frames.begin(), book.frames.end(),
                                 [&](const Frame& f) { return f.type == frame.type && f.id == frame.id; });
  if (same != book.frames.end())
    *same = std::move(frame);
  else
    book.frames.push_back(std::move(frame));
}

Result<void> read_type_file(const std::string& path, const std::string& name, const Classes& classes, FrameBook& book) {
  auto table = parse_file(path, name);
  if (!table) return tl::unexpected(table.error());
  FileReader file{name, classes, {}};
  EventType type;
  type.name = file.text(*table, "type");
  if (type.name.empty())
    return fail(FailureCode::bad_knowledge, name, "names no type", "write type = \"...\" at its head");
  type.definition = file.text(*table, "definition");
  type.cameo = file.text(*table, "cameo");
  type.quad = static_cast<int>((*table)["quad"].value_or<std::int64_t>(0));
  type.intensity = number(*table, "intensity");
  type.known_by = {name, 1};
  if (const toml::array* modes = (*table)["mode"].as_array())
    for (const toml::node& node : *modes)
      if (const toml::table* mode = node.as_table()) type.modes.push_back(read_mode(file, *mode));
  const std::uint32_t id = type_for(book, type.name);
  merge_type(book.types[id], std::move(type));
  if (const toml::array* frames = (*table)["frame"].as_array())
    for (const toml::node& node : *frames)
      if (const toml::table* frame = node.as_table()) keep_frame(book, read_frame(file, *frame, id));
  if (file.failure) return tl::unexpected(*file.failure);
  return {};
}

std::vector<std::string> toml_files(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (entry.path().extension() == ".toml") names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

Result<void> read_folder(const std::string& folder, const std::string& shown, Classes& classes, FrameBook& book) {
  const std::vector<std::string> names = toml_files(folder);
  const std::string classes_name = "classes.toml";
  if (std::find(names.begin(), names.end(), classes_name) != names.end())
    if (auto done = read_classes(folder + "/" + classes_name, shown + "/" + classes_name, classes); !done) return done;
  for (const std::string& name : names) {
    if (name == classes_name) continue;
    if (auto done = read_type_file(folder + "/" + name, shown + "/" + name, classes, book); !done) return done;
  }
  return {};
}

void sort_types(FrameBook& book) {
  std::vector<std::uint32_t> order(book.types.size()), place(book.types.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return book.types[a].name < book.types[b].name; });
  std::vector<EventType> sorted;
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    place[order[i]] = i;
    sorted.push_back(std::move(book.types[order[i]]));
  }
  book.types = std::move(sorted);
  for (Frame& frame : book.frames) frame.type = place[frame.type];
  std::stable_sort(book.frames.begin(), book.frames.end(),
                   [](const auto& a, const auto& b) { return a.type < b.type; });
}

std::optional<PathStep> parse_step(std::string_view text) {
  if (const auto whole = deprel_of(text)) return PathStep{*whole, {}};
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return {};
  const auto relation = deprel_of(text.substr(0, colon));
  if (!relation) return {};
  PathStep step{*relation, {}};
  for (const std::string_view word : words_of(text.substr(colon + 1), ",")) step.prepositions.emplace_back(word);
  return step;
}

Result<UsualPaths> read_usual_paths(const std::string& data_folder) {
  auto table = TsvTable::load(data_folder, "knowledge/languages/en/event_roles.tsv", {"trigger", "actor", "recipient"});
  if (!table) return tl::unexpected(table.error());
  UsualPaths usual;
  for (const TsvRow& row : table->rows()) {
    auto actor = parse_role_paths(row.fields[1]), recipient = parse_role_paths(row.fields[2]);
    if (!actor || !recipient || (row.fields[0] != "verb" && row.fields[0] != "noun"))
      return fail(FailureCode::bad_knowledge, table->symbol(row).str(), "no trigger or no role path",
                  "see doc/frames.md, \"Role paths\"");
    const bool verb = row.fields[0] == "verb";
    (verb ? usual.verb_actor : usual.noun_actor) = std::move(*actor);
    (verb ? usual.verb_recipient : usual.noun_recipient) = std::move(*recipient);
  }
  return usual;
}

}  // namespace

const EventMode* EventType::mode(std::string_view name) const {
  for (const EventMode& mode : modes)
    if (mode.name == name) return &mode;
  return nullptr;
}

std::optional<std::uint32_t> FrameBook::type_of(std::string_view name) const {
  for (std::uint32_t i = 0; i < types.size(); ++i)
    if (types[i].name == name) return i;
  return {};
}

std::optional<std::vector<RolePath>> parse_role_paths(std::string_view text) {
  std::vector<RolePath> paths;
  for (const std::string_view alternative : words_of(text, "|")) {
    RolePath path;
    for (std::string_view piece : words_of(alternative, ">")) {
      while (!piece.empty() && piece.front() == ' ') piece.remove_prefix(1);
      while (!piece.empty() && piece.back() == ' ') piece.remove_suffix(1);
      const auto step = parse_step(piece);
      if (!step) return {};
      path.push_back(*step);
    }
    if (!path.empty()) paths.push_back(std::move(path));
  }
  return paths;
}

Result<FrameBook> FrameBook::load(const std::string& data_folder, const std::vector<std::string>& overlays) {
  FrameBook book;
  auto usual = read_usual_paths(data_folder);
  if (!usual) return tl::unexpected(usual.error());
  book.usual = std::move(*usual);
  Classes classes;
  if (auto done = read_folder(data_folder + "/knowledge/events", "knowledge/events", classes, book); !done)
    return tl::unexpected(done.error());
  for (const std::string& overlay : overlays)
    if (auto done = read_folder(overlay + "/events", overlay + "/events", classes, book); !done)
      return tl::unexpected(done.error());
  sort_types(book);
  return book;
}

}  // namespace dragoman
