// gold_article.h: articles of a JSONL file with their code point offsets turned into bytes, parsed for a trainer.
#pragma once

#include <string>
#include <vector>

#include "dragoman/document.h"
#include "syntax/syntax.h"

namespace dragoman {

// A page of plain text: every line with words is a paragraph.
struct GoldArticle {
  Page page;
  Article article;
  Syntax syntax;
  std::vector<std::uint32_t> byte_of;  // code point -> byte; one more than there are code points
};

inline GoldArticle read_article(std::string_view text, const Parser& parser) {
  GoldArticle out;
  TextBuilder builder(text);
  builder.copy({0, static_cast<std::uint32_t>(text.size())});
  out.page.text = std::move(builder).finish();
  out.page.media_type = "text/plain";
  for (std::uint32_t begin = 0; begin < text.size();) {
    std::uint32_t end = begin;
    while (end < text.size() && text[end] != '\n') ++end;
    std::uint32_t from = begin, to = end;
    while (from < to && static_cast<unsigned char>(text[from]) <= ' ') ++from;
    while (to > from && static_cast<unsigned char>(text[to - 1]) <= ' ') --to;
    if (from < to) {
      Block block;
      block.span = {from, to};
      block.tag = BlockTag::line;
      out.page.blocks.push_back(block);
      LabelledBlock label;
      label.label = Label::paragraph;
      out.article.blocks.push_back(label);
    }
    begin = end + 1;
  }
  out.article.language = "en";
  out.syntax = parser.parse(out.page, out.article);
  for (std::uint32_t i = 0; i < text.size(); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) out.byte_of.push_back(i);
  out.byte_of.push_back(static_cast<std::uint32_t>(text.size()));
  return out;
}

}  // namespace dragoman
