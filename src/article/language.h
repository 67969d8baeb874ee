// language.h: which language the body of an article is in, and which of its blocks are in another than English.
//
// The words decide, by CLD2 (Sites 2013); what the page declares counts where they are few. In doubt a text is English:
// a note that nothing was read of it would be the greater loss.
#pragma once

#include "dragoman/document.h"

namespace dragoman {

// Sets Article::language, its `how`, LabelledBlock::foreign, and notes what will not be read.
void find_language(const Page& page, Article& article);

}  // namespace dragoman
