// message.h: the documents of one message (mail.h tells which).
#pragma once

#include "source/mime.h"
#include "source/source.h"
#include "source/tables.h"

namespace dragoman {

struct MessagePlace {
  std::uint64_t byte = 0;   // of the message in its file
  std::uint32_t depth = 0;  // messages around it
  bool moved = false;       // its bytes were coded: parts of it have no byte of their own in the file
  bool in_mailbox = false;  // "From " at the start of a line is escaped as ">From "
};

bool read_message(std::string_view message, const Origin& container, MessagePlace place, const SourceTables& tables,
                  const TakeSource& take);

// A page saved as one file: multipart/related with the address of the page.
bool is_saved_page(const MimePart& message, std::string_view name);

}  // namespace dragoman
