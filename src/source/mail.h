// mail.h: mails (.eml), mailboxes (mbox) and pages saved as one file (MHTML).
//
// A mail is one document: the longer of its alternative texts, transfer coding undone; what is quoted, answered or
// signed is left out with a note. Messages handed on or attached and attached pages and texts are documents of their
// own; other attachments are named in a note. An MHTML file is the page it holds. Origin::record_offset is the byte of
// the message, or of the part, in the file.
#pragma once

#include "source/byte_stream.h"
#include "source/source.h"
#include "source/tables.h"

namespace dragoman {

bool is_mail(std::string_view head, std::string_view name, const SourceTables&);
bool read_mail(ByteStream& bytes, const Origin& container, const SourceTables& tables, const TakeSource& take);

// The same over bytes at hand: one mail or a mailbox.
bool read_mail(std::string_view bytes, const Origin& container, const SourceTables& tables, const TakeSource& take);

}  // namespace dragoman
