// dateline.h: the place, agency and date that open a wire story ("GENEVA (Agency), 3 May — The ..."): no part of the
// first sentence.
#pragma once

#include <string_view>

#include "dragoman/span.h"

namespace dragoman {

// Where the text after a dateline at the begin of text[block] starts, behind its dash and blanks; block.begin when
// there is no dateline. A dateline's first word is in capitals and its dash stands apart within the first 80 bytes.
std::uint32_t dateline_end(std::string_view text, TextSpan block);

}  // namespace dragoman
