// contradictions.h: notes where a page says two things about its article that cannot both be true: another title,
// another day of publication, an address of another site, a language that its text is not in. What is only worded
// otherwise (the name of the site behind a title, a time zone) is none.
#pragma once

#include "article/dates.h"
#include "dragoman/document.h"

namespace dragoman {

void note_contradictions(const Source& source, const Page& page, const DateReader& dates, Article& article);

}  // namespace dragoman
