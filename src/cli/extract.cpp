// dragoman extract: the article alone, to standard output or one file an article.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>

#include "base/sha256.h"
#include "cli/inputs.h"
#include "record/article_text.h"
#include "record/fact_lines.h"
#include "record/record_json.h"

namespace dragoman::cli {
namespace {

struct ExtractCommand {
  Inputs inputs;
  bool markdown = false, json = false, blocks = false;
  std::string folder;
};

std::string shown(const ExtractCommand& command, const Reading& reading) {
  if (command.json) return record_json(reading, {.body_only = true}) + "\n";
  if (command.markdown) return article_markdown(reading);
  if (!command.blocks) return article_text(reading);
  return fact_text(reading, Stage::article);
}

std::string field(std::string_view text) {
  std::string out(text);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return out;
}

// One file an article, named by the digest of its bytes, for names from outside are no safe file names; index.tsv says
// which is which.
class Folder {
 public:
  Folder(const std::string& path, const char* ending) : path_(path), ending_(ending) {
    std::error_code error;
    std::filesystem::create_directories(path, error);
    index_.open(path_ / "index.tsv", std::ios::binary);
    index_ << "file\tsource\toffset\tpublished\ttitle\taddress\n";
  }
  bool good() const { return index_.good(); }

  bool write(const Reading& reading, const std::string& content) {
    const std::string digest = sha256_hex(*reading.source.bytes).substr(0, 16);
    const std::size_t copies = seen_[digest]++;
    const std::string name = digest + (copies ? "-" + std::to_string(copies + 1) : "") + ending_;
    std::ofstream file(path_ / name, std::ios::binary);
    file << content;
    const Article& article = reading.article;
    const Origin& origin = reading.source.origin;
    index_ << name << '\t' << field(origin.name) << '\t'
           << (origin.record_offset ? std::to_string(*origin.record_offset) : "") << '\t'
           << (article.published ? article.published->date.iso() : "") << '\t' << field(article.title) << '\t'
           << field(article.address) << '\n';
    return file.flush().good() && index_.flush().good();
  }

 private:
  std::filesystem::path path_;
  const char* ending_;
  std::ofstream index_;
  std::map<std::string, std::size_t> seen_;
};

int run(const Settings& settings, const ExtractCommand& command) {
  if (command.folder.empty()) {
    bool first = true;
    return read_inputs(settings, command.inputs, [&](const Reading& reading) {
      if (!first && !command.json && !command.blocks) print(command.markdown ? "\n---\n\n" : "\n\f\n");
      first = false;
      return print_text(shown(command, reading));
    });
  }
  Folder folder(command.folder, command.json ? ".json" : command.markdown ? ".md" : ".txt");
  bool written = folder.good();
  const int code = read_inputs(settings, command.inputs, [&](const Reading& reading) {
    return written = written && folder.write(reading, shown(command, reading));
  });
  if (written) return code;
  std::fprintf(stderr, "dragoman: %s: cannot be written; check the name, the permissions and the space left\n",
               command.folder.c_str());
  return exit_some_failed;
}

}  // namespace

Command add_extract(CLI::App& app) {
  auto command = std::make_shared<ExtractCommand>();
  add_input_options(app, command->inputs);
  auto* markdown = app.add_flag("--markdown", command->markdown, "as Markdown, with headings, lists and quotations");
  auto* json = app.add_flag("--json", command->json, "as JSON, one line an article, each block with its source bytes");
  auto* blocks = app.add_flag("--blocks", command->blocks, "every block of the page with its label, one a line");
  markdown->excludes(json)->excludes(blocks);
  json->excludes(blocks);
  app.add_option("--out", command->folder, "a folder to write one file an article into, with an index.tsv")
      ->excludes(blocks);
  command->inputs.options.last = Stage::article;
  app.footer(
      "Examples:\n  curl ... | dragoman extract\n  dragoman extract --markdown page.html > article.md\n"
      "  dragoman extract --json crawl.warc.gz > articles.ndjson\n  dragoman extract --out texts/ pages/");
  return [command](const Settings& settings) { return run(settings, *command); };
}

}  // namespace dragoman::cli
