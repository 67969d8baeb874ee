// mended_text.h: what `dragoman mend` prints: the text with its repairs made and nothing else changed.
//
// Of plain text the white space stays as it came, so that the program is a filter; of markup the visible text is given.
// Always UTF-8.
#pragma once

#include <string>

#include "dragoman/document.h"

namespace dragoman {

std::string mended_text(const Reading& reading);

// The same as a unified diff from the text as it stood, in the form that `patch` applies; "" when nothing was mended.
// Each hunk is headed by its repairs: number (for --refuse), kind, detail, source bytes.
std::string mend_diff(const Reading& reading);

}  // namespace dragoman
