// speakers.h: whom a pronoun that speaks means. "He said" most often goes on with the one who spoke just before,
// however many others were named between the quotation marks; the entities alone do not know that.
#pragma once

#include "dragoman/document.h"
#include "knowledge/reference.h"
#include "statements/scene.h"

namespace dragoman {

// Sets the speaker of statements whose source is a pronoun. Statements are in the order of their cues.
void give_pronouns_speakers(const Scene& scene, const Mentions& mentions, const ReferenceWords& words,
                            std::vector<Statement>& statements);

}  // namespace dragoman
