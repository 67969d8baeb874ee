// page_view.h: what the labels of blocks are judged by: measures of each block, its words, and the elements around it.
#pragma once

#include <cstdint>
#include <vector>

#include "article/furniture.h"
#include "dragoman/document.h"

namespace dragoman {

struct BlockView {
  std::vector<std::uint64_t> words;
  std::vector<FurnitureHit> hits;
  std::uint32_t characters = 0;
  std::uint32_t sentences = 0;    // full stops and the like before white space or the end
  std::uint32_t commas = 0;
  float capitals = 0;             // share of words that begin with a capital letter
  float digits = 0;               // share of characters
  char last = ' ', first = ' ';   // kind of the last and first character: a letter, 'A' capital, '0' digit, mark as is
  bool has_year = false;
  std::uint32_t copies = 0;       // other blocks of the page with the same words
  float title_share = 0;          // share of its words that are in the page's title
  float title_cover = 0;          // share of the title's words that are in it
  float stated_share = -1;        // share of its words that the page's JSON-LD body holds; -1 when it states none
  std::uint64_t signature = 0;    // of its tag, its element and the one around: blocks made alike share it
  bool names_author = false;      // holds a declared author's name
};

struct ElementView {
  std::vector<std::uint64_t> words;  // pieces of its class, id, role and itemprop
  std::uint64_t name = 0;
  std::uint16_t depth = 0;
};

struct PageView {
  std::vector<BlockView> blocks;
  std::vector<ElementView> elements;
  bool has_markup = false;
  std::uint32_t title_block = none;  // the headline, where it is found
};

PageView view_page(const Page& page, const Furniture& furniture);

}  // namespace dragoman
