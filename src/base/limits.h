// limits.h: every limit of the program, with its reason.
#pragma once

#include <cstddef>
#include <cstdint>

namespace dragoman::limits {

// One document, decoded. Offsets are 32 bits; the longest real pages have some MiB.
inline constexpr std::size_t max_document_bytes = 64u << 20;
// Compressed data may grow this much: news pages compress 5 to 10 times, a bomb 1,000 times and more.
inline constexpr std::size_t max_expansion = 200;
// A file may expand to this whatever its ratio: short texts that repeat themselves compress well.
inline constexpr std::size_t free_expansion_bytes = 1u << 20;
// Members of one file that may be refused for their expansion before the whole file is.
inline constexpr unsigned max_refused_members = 16;
// Window of zstd: 128 MiB, the largest that its own program takes without being told.
inline constexpr int max_zstd_window_log = 27;
// The dictionary that a zstd WARC brings; usual ones have 100 kB.
inline constexpr std::size_t max_dictionary_bytes = 4u << 20;
// Compressed bytes of one member that are kept to look for the next one when it turns out damaged.
inline constexpr std::size_t max_resync_bytes = 8u << 20;
// Open elements, as browsers cap them; deeper ones become siblings and their text is kept.
inline constexpr std::size_t max_open_elements = 512;
// Attributes kept of one tag.
inline constexpr std::size_t max_attributes = 256;
// Blocks of one page: long live tickers have some thousand. What follows is left out, with a note.
inline constexpr std::size_t max_blocks = 1u << 18;
// Combining marks in a row: the stream-safe form of Unicode allows 30, no language needs as many.
inline constexpr std::size_t max_combining_marks = 30;
// Words of one sentence; longer ones are cut there, so that no step is quadratic in the document.
inline constexpr std::uint32_t max_sentence_tokens = 160;

// Words of one document that are read; news articles have some hundreds to some thousands. A word costs about a
// kilobyte on the way, most of it for the encoder's numbers.
inline constexpr std::size_t max_document_words = 200'000;

// Header of one WARC record; usual ones have under 1 KiB.
inline constexpr std::size_t max_warc_header_bytes = 64u << 10;
// Members of one archive, and archives in archives: exports have some hundred thousand articles in one, or one a year
// in one of all.
inline constexpr std::size_t max_archive_members = 500'000;
inline constexpr unsigned max_archives_in_archives = 2;
// Damaged members of one archive behind which the next one is looked for; each look may take the time of some MiB.
inline constexpr unsigned max_damaged_members = 1000;

// Mail: multiparts in multiparts, parts and header lines of one message. Real mail nests 5 deep; every level costs one
// more look at the bytes.
inline constexpr std::uint32_t max_mail_depth = 20;
inline constexpr std::size_t max_mail_parts = 2000;
inline constexpr std::size_t max_mail_headers = 2000;
// Groups of RTF inside each other whose fonts are remembered; real files nest 20 deep.
inline constexpr std::size_t max_rich_text_groups = 1000;
// Mails forwarded inside mails that are taken apart.
inline constexpr std::uint32_t max_mails_in_mail = 5;

}  // namespace dragoman::limits
