// page_view.h: what the labels of blocks are judged by: measures of each block, its words, and the elements around it.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "article/furniture.h"
#include "dragoman/document.h"

namespace dragoman {

struct BlockView {
  std::vector<std::uint64_t> words, telling;  // telling: the long ones, which share a subject when blocks share them
  std::vector<FurnitureHit> hits;
  std::uint32_t characters = 0;
  std::uint32_t sentences = 0;  // full stops and the like before white space or the end
  std::uint32_t commas = 0;
  float capitals = 0;            // share of words that begin with a capital letter
  float digits = 0;              // share of characters
  char last = ' ', first = ' ';  // kind of the last and first character: a letter, 'A' capital, '0' digit, mark as is
  bool has_year = false;
  std::uint32_t copies = 0;     // other blocks of the page with the same words
  float title_share = 0;        // share of its words that are in the page's title
  float title_cover = 0;        // share of the title's words that are in it
  float stated_share = -1;      // share of its words that the page's JSON-LD body holds; -1 when it states none
  std::uint64_t signature = 0;  // of its tag, its element and the one around: blocks made alike share it
  bool names_author = false;    // holds a declared author's name
};

// What class names and element names say of a part of a page (knowledge/page/class_words.tsv).
class ClassWords {
 public:
  enum Kind : std::uint8_t { body, comment, aside, caption };
  static constexpr std::size_t kinds = 4;
  static Result<ClassWords> load(const std::string& data_folder);
  std::uint8_t find(std::string_view word) const;  // a bit for each kind

 private:
  std::unordered_map<std::string, std::uint8_t> words_;
  std::vector<std::pair<std::string, std::uint8_t>> beginnings_, endings_;
};

struct ElementView {
  std::vector<std::uint64_t> words;  // pieces of its class, id, role and itemprop
  std::uint64_t name = 0;
  std::uint16_t depth = 0;
  std::uint16_t since[ClassWords::kinds] =
      {};  // steps up to an element with a word of each kind; 0: this one; 99: none
};

struct PageView {
  std::vector<BlockView> blocks;
  std::vector<ElementView> elements;
  bool has_markup = false;
  std::uint32_t title_block = none;  // the headline, where it is found
};

struct ViewTables {
  static Result<ViewTables> load(const std::string& data_folder);
  Furniture furniture;
  ClassWords class_words;
};

// Whether the markup says that a block is a reader's comment, or the caption of a picture.
bool is_marked_comment(const PageView& view, const Block& block);
bool is_marked_caption(const PageView& view, const Block& block);

PageView view_page(const Page& page, const ViewTables& tables);

}  // namespace dragoman
