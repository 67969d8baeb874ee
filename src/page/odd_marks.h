// odd_marks.h: characters that make text look other than it reads: direction controls, towers of combining marks.
#pragma once

#include "dragoman/document.h"

namespace dragoman {

// Marks beyond limits::max_combining_marks on one letter leave the text, direction controls stay; a note for each kind,
// at the first.
void tame_odd_marks(Page& page, std::string_view source);

}  // namespace dragoman
