// parts.h: what an engine is made of: one reader a stage, each with its knowledge and models.
#pragma once

#include "article/article.h"
#include "dragoman/engine.h"
#include "events/events.h"
#include "mend/mend.h"
#include "mentions/mentions.h"
#include "page/page.h"
#include "statements/statements.h"
#include "syntax/syntax.h"

namespace dragoman {

struct EngineParts {
  PageReader page;
  Mender mender;
  ArticleLabeller labeller;
  Parser parser;
  MentionFinder mentions;
  StatementFinder statements;
  EventCoder events;
};

}  // namespace dragoman
