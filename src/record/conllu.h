// conllu.h: the trees of a reading in CoNLL-U (universaldependencies.org/format.html). MISC holds the source bytes of
// each word as at=BEGIN-END, and SpaceAfter=No.
#pragma once

#include <string>

#include "dragoman/document.h"

namespace dragoman {

std::string conllu(const Reading& reading);

}  // namespace dragoman
