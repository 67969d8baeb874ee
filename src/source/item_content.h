// item_content.h: what a feed's item says, out of its XML: the content as a document, other fields as plain words.
#pragma once

#include <string>
#include <string_view>

#include "dragoman/document.h"
#include "source/tables.h"
#include "source/xml_scan.h"

namespace dragoman {

// The characters of an element with escaping and CDATA undone once; markup inside that is not escaped stays as it is.
std::string xml_content(std::string_view inner);

// `text` without tags, references resolved, white space collapsed: a title or a name.
std::string plain_words(std::string_view text, const Entities& entities);

bool has_tags(std::string_view text);            // "<p", "</div", "<!--"
bool has_references(std::string_view text);      // "&eacute;", "&#8217;"
std::size_t count_words(std::string_view text);  // between white space, tags left out

// Makes `content` the bytes of `source`: as HTML where it has markup, else as the text of an article.
void set_content(Source& source, std::string content);

// A body that is short or ends with dots stands for a longer one.
bool is_teaser(std::string_view content);

// `address` as seen from `base`: "/a" at "https://courier.example/feed" gives "https://courier.example/a".
std::string absolute_address(std::string_view address, std::string_view base);

// "desk@courier.example (Ada Moor)" and "Ada Moor <ada@courier.example>" give "Ada Moor"; a bare address gives "".
std::string person_name(std::string_view text);

}  // namespace dragoman
