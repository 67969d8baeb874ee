// treebank.h: reads CoNLL-U files (plain or .gz through gzip) for the trainer of lemmas.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace dragoman {

struct TreebankSentence {
  std::vector<std::string> forms, lemmas, uposes, xposes, deprels;
  std::vector<std::int32_t> heads;  // 0-based; the number of words for the root

  std::size_t size() const { return forms.size(); }
};

inline std::vector<std::string_view> split(std::string_view line, char by) {
  std::vector<std::string_view> out;
  for (std::size_t begin = 0;;) {
    const std::size_t end = line.find(by, begin);
    out.push_back(line.substr(begin, end == std::string_view::npos ? end : end - begin));
    if (end == std::string_view::npos) return out;
    begin = end + 1;
  }
}

inline std::string read_command(const std::string& command) {
  std::string out;
  std::FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) return out;
  char buffer[65536];
  while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, pipe)) out.append(buffer, got);
  pclose(pipe);
  return out;
}

inline std::vector<TreebankSentence> read_treebank(const std::string& path) {
  const bool packed = path.size() > 3 && path.substr(path.size() - 3) == ".gz";
  const std::string text = read_command((packed ? "gzip -dc -- '" : "cat -- '") + path + "'");
  std::vector<TreebankSentence> sentences;
  TreebankSentence now;
  const auto finish = [&] {
    if (now.size() > 0) sentences.push_back(std::move(now));
    now = {};
  };
  for (const std::string_view line : split(text, '\n')) {
    if (line.empty()) finish();
    if (line.empty() || line[0] == '#') continue;
    const auto columns = split(line, '\t');
    if (columns.size() != 10 || columns[0].find_first_of("-.") != std::string_view::npos) continue;
    now.forms.emplace_back(columns[1]);
    now.lemmas.emplace_back(columns[2]);
    now.uposes.emplace_back(columns[3]);
    now.xposes.emplace_back(columns[4]);
    now.heads.push_back(std::stoi(std::string(columns[6])) - 1);
    now.deprels.emplace_back(columns[7]);
  }
  finish();
  for (TreebankSentence& sentence : sentences)
    for (std::int32_t& head : sentence.heads)
      if (head < 0) head = static_cast<std::int32_t>(sentence.size());
  return sentences;
}

}  // namespace dragoman
