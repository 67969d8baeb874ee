// fact_lines.h: the facts of a stage as lines of fields separated by " | ": what the views print and the text cases
// match. Every line ends with at=BEGIN-END, the source bytes.
#pragma once

#include <string>
#include <vector>

#include "dragoman/document.h"

namespace dragoman {

std::vector<std::string> fact_lines(const Reading& reading, Stage stage);
std::string fact_text(const Reading& reading, Stage stage);  // the same, each line ended

}  // namespace dragoman
