// case_runner FOLDER [FILE...]: runs the text cases under tests/cases (doc/testing.md tells the format).
//
// A case has an input and patterns that must or must not match a fact line of a stage. Prints each failed case with
// file, line, what was wanted, what was got and the command that runs it alone; ends with "N passed, N failed".
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "dragoman/engine.h"
#include "record/fact_lines.h"

namespace dragoman {
namespace {

namespace fs = std::filesystem;

struct Pattern {
  std::string text;
  bool must = true;
};

struct Case {
  std::string file, name, date, text;
  std::uint32_t line = 0;
  Stage stage = Stage::page;
  SourceForm form = SourceForm::article_text;
  std::vector<Pattern> patterns;
};

std::vector<std::string> fields_of(std::string_view line) {
  std::vector<std::string> fields;
  for (std::size_t begin = 0;;) {
    const std::size_t end = line.find(" | ", begin);
    fields.emplace_back(line.substr(begin, end == std::string_view::npos ? end : end - begin));
    if (end == std::string_view::npos) return fields;
    begin = end + 3;
  }
}

// A field of a pattern matches an equal field; one that ends in "..." matches a field that begins so.
bool field_matches(const std::string& wanted, const std::string& field) {
  if (wanted.ends_with("...")) return field.starts_with(std::string_view(wanted).substr(0, wanted.size() - 3));
  return wanted == field;
}

bool matches(const std::string& pattern, const std::string& line) {
  const std::vector<std::string> have = fields_of(line);
  const std::vector<std::string> want = fields_of(pattern);
  return want[0] == have[0] && std::all_of(want.begin() + 1, want.end(), [&](const std::string& field) {
           return std::any_of(have.begin() + 1, have.end(),
                              [&](const std::string& f) { return field_matches(field, f); });
         });
}

// The rest of `line` behind "name:", or nothing when the line is of another kind.
std::optional<std::string> after(const std::string& line, std::string_view name) {
  if (!line.starts_with(name) || line.size() <= name.size() || line[name.size()] != ':') return std::nullopt;
  const std::size_t begin = line.find_first_not_of(' ', name.size() + 1);
  return begin == std::string::npos ? std::string() : line.substr(begin);
}

// Reads one line of a case; false when the line makes no sense.
bool take_line(Case& made, bool& in_text, const std::string& line) {
  if (auto value = after(line, "must not"))
    made.patterns.push_back({*value, false});
  else if (auto value = after(line, "must"))
    made.patterns.push_back({*value, true});
  else if (in_text)
    made.text += line + "\n";
  else if (auto value = after(line, "name"))
    made.name = *value;
  else if (auto value = after(line, "date"))
    made.date = *value;
  else if (auto value = after(line, "form"))
    made.form = *value == "page" ? SourceForm::unknown : SourceForm::article_text;
  else if (auto value = after(line, "stage"); value && stage_of(*value))
    made.stage = *stage_of(*value);
  else if (after(line, "text"))
    in_text = true;
  else
    return line.empty() || line[0] == '#';
  return true;
}

// False, with a message, when the file is no case file.
bool load(const fs::path& path, Stage stage, std::vector<Case>& cases) {
  auto text = read_file(path.string());
  if (!text) return false;
  Case made;
  bool in_text = false;
  std::uint32_t number = 0;
  const auto start = [&] {
    made = {};
    made.file = path.string();
    made.line = number + 1;
    made.stage = stage;
    in_text = false;
  };
  const auto finish = [&] {
    if (!made.patterns.empty()) cases.push_back(made);
    start();
  };
  start();
  for (std::size_t begin = 0; begin < text->size();) {
    std::size_t end = std::min(text->find('\n', begin), text->size());
    const std::string line = text->substr(begin, end - begin);
    begin = end + 1;
    ++number;
    if (line == "----") {
      finish();
    } else if (!take_line(made, in_text, line)) {
      std::printf("%s:%u: no such line in a case: %s\n", path.c_str(), number, line.c_str());
      return false;
    }
  }
  finish();
  return true;
}

bool run(const Engine& engine, const Case& made) {
  Source source;
  std::string text = made.text;
  while (!text.empty() && text.back() == '\n') text.pop_back();
  source.bytes = std::make_shared<const std::string>(text);
  source.origin.name = made.file;
  source.form = made.form;
  ReadOptions options;
  options.date = made.date;
  options.last = made.stage;
  auto reading = engine.read(std::move(source), options);
  if (!reading) {
    std::printf("%s:%u: %s: %s\n", made.file.c_str(), made.line, made.name.c_str(), to_string(reading.error()).c_str());
    return false;
  }
  const std::vector<std::string> lines = fact_lines(*reading, made.stage);
  bool good = true;
  for (const Pattern& pattern : made.patterns) {
    const auto found =
        std::find_if(lines.begin(), lines.end(), [&](const auto& l) { return matches(pattern.text, l); });
    if ((found != lines.end()) == pattern.must) continue;
    good = false;
    std::printf("%s:%u: %s\n  %s: %s\n", made.file.c_str(), made.line, made.name.c_str(),
                pattern.must ? "wanted" : "must not be", pattern.text.c_str());
    if (!pattern.must) std::printf("  got: %s\n", found->c_str());
  }
  if (good) return true;
  for (const std::string& line : lines)
    if (made.stage != Stage::syntax || lines.size() < 60) std::printf("  got: %s\n", line.c_str());
  std::printf("  alone: build/case_runner . %s\n", made.file.c_str());
  return false;
}

int run_all(const std::string& root, const std::vector<std::string>& wanted) {
  std::vector<Case> cases;
  std::size_t passed = 0, failed = 0;
  const fs::path folder = fs::path(root) / "tests" / "cases";
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".case") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    const auto same = [&](const std::string& name) { return fs::exists(name) && fs::equivalent(name, file); };
    if (!wanted.empty() && std::none_of(wanted.begin(), wanted.end(), same)) continue;
    const std::string stage = fs::relative(file, folder).begin()->string();
    if (!stage_of(stage) || !load(file, *stage_of(stage), cases)) {
      std::printf("%s: not a case file of a stage\n", file.c_str());
      ++failed;
    }
  }
  auto engine = Engine::open({root, {}});
  if (!engine) {
    std::printf("%s\n0 passed, 1 failed\n", to_string(engine.error()).c_str());
    return 1;
  }
  for (const Case& made : cases) ++(run(*engine, made) ? passed : failed);
  std::printf("%zu passed, %zu failed\n", passed, failed);
  return failed ? 1 : 0;
}

}  // namespace
}  // namespace dragoman

int main(int argc, char** argv) {
  if (argc < 2) {
    std::puts("case_runner ROOT [FILE...]");
    return 2;
  }
  return dragoman::run_all(argv[1], {argv + 2, argv + argc});
}
