// report.h: a Reading for a person at a terminal: what the article is, what was mended and cut, who is in it, who said
// what, who did what to whom, each with the bytes it was read from.
#pragma once

#include <string>

#include "dragoman/document.h"

namespace dragoman {

struct ReportOptions {
  bool colour = false;   // ANSI colours; nothing depends on them
  unsigned width = 100;  // columns
};

// Control characters of the input are shown as "?", so that a page cannot write to the terminal.
std::string report(const Reading& reading, const ReportOptions& options);

}  // namespace dragoman
