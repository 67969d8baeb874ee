// roles.h: who does the event and to whom, by paths over the tree: those of the frame, else the usual ones of a verb
// or a noun. What they propose is a feature of the learned scorer and the answer where there is none.
#pragma once

#include <vector>

#include "events/scene.h"

namespace dragoman::events {

struct RoleProposal {
  std::vector<Word> actors, recipients;  // words that head the parties, with their conjuncts
};

// `frame` is an index of FrameBook::frames or none.
RoleProposal propose_roles(const Scene& scene, Word trigger, std::uint32_t frame);

}  // namespace dragoman::events
