// several.h: pages that hold more than one article: index pages with whole texts, streams, live blogs.
#pragma once

#include "article/page_view.h"
#include "dragoman/document.h"

namespace dragoman {

// Where the body lies in several <article> elements, each with a headline and a date or byline, keeps the one with the
// page's headline, or the longest; the others become `related`, with a note that gives their bytes.
void keep_one_article(const Page& page, const PageView& view, Article& article);

// Notes that a page is a live blog: by its JSON-LD, or because many times part its body into texts of their own.
void note_live_blog(const Page& page, const PageView& view, Article& article);

}  // namespace dragoman
