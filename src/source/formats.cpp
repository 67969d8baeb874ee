#include "source/formats.h"

#include "source/archive_members.h"
#include "source/feed.h"
#include "source/json_feed.h"
#include "source/json_lines.h"
#include "source/mail.h"
#include "source/news_export.h"
#include "source/no_words.h"
#include "source/rich_text.h"
#include "source/saved_page.h"
#include "source/warc.h"
#include "source/word_file.h"

namespace dragoman {
namespace {

constexpr ContainerFormat formats[] = {
    {"WARC", is_warc, read_warc},
    {"Word file", is_word_file, read_word_file},  // a zip
    {"archive", is_archive, read_archive},
    {"feed", is_feed, read_feed},
    {"JSON feed", is_json_feed, read_json_feed},
    {"mail", is_mail, read_mail},
    {"saved page", is_saved_html, read_saved_html},
    {"lines of JSON", is_json_lines, read_json_lines},
    {"news export", is_news_export, read_news_export},
    {"rich text", is_rich_text, read_rich_text},
    {"WARC", is_named_warc, read_warc},
    {"no words", has_no_words, refuse_no_words},
};

}  // namespace

std::span<const ContainerFormat> container_formats() { return formats; }

}  // namespace dragoman
