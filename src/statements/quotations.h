// quotations.h: quoted stretches and the statements they belong to.
//
// A stretch belongs to the statement whose content holds it and whose cue stands outside it. One that fills its
// sentences and has no cue goes with the stretch it adjoins, else on with the last speaker; a quoted heading has the
// speaker of the quotation that repeats it. Scare quotes, titles and names get no statement.
#pragma once

#include <vector>

#include "dragoman/document.h"
#include "statements/scene.h"

namespace dragoman {

std::uint32_t content_size(const Statement& statement);  // bytes

// Sorts pieces of text and joins those that overlap or have only marks and blanks between them.
void join_pieces(const Scene& scene, std::vector<TextSpan>& pieces);

// Fills Statements::quotations with the stretches of three words or more; statements gain the stretches that go on.
void give_quotations(const Scene& scene, Statements& statements);

}  // namespace dragoman
