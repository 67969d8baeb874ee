#include "dragoman/text.h"

#include <gtest/gtest.h>

#include <random>

namespace dragoman {
namespace {

Text entity_text() {  // source: AT&amp;T said
  static const std::string source = "AT&amp;T said";
  TextBuilder builder(source);
  builder.copy({0, 2});
  builder.replace({2, 7}, "&");
  builder.copy({7, 13});
  return std::move(builder).finish();
}

TEST(TextMap, a_copied_span_leads_back_byte_for_byte) {
  const Text text = entity_text();
  EXPECT_EQ(text.str(), "AT&T said");
  EXPECT_EQ(text.source_of({5, 9}), (SourceSpan{9, 13}));
}

TEST(TextMap, a_replaced_span_leads_back_whole) {
  const Text text = entity_text();
  EXPECT_EQ(text.source_of({2, 3}), (SourceSpan{2, 7}));
  EXPECT_EQ(text.source_of({0, 4}), (SourceSpan{0, 8}));
}

TEST(TextMap, a_source_span_finds_its_text) {
  const Text text = entity_text();
  EXPECT_EQ(text.text_of({3, 5}), (TextSpan{2, 3}));
  EXPECT_EQ(text.text_of({9, 13}), (TextSpan{5, 9}));
}

TEST(TextMap, an_edit_keeps_the_source_of_what_it_replaced_and_can_be_undone) {
  const Text text = entity_text();
  const Text mended = text.with_edits(std::vector<TextEdit>{{{2, 4}, "and T", RepairKind::layout, "test", 1}});
  EXPECT_EQ(mended.str(), "ATand T said");
  ASSERT_EQ(mended.repairs().size(), 1u);
  const Repair& repair = mended.repairs()[0];
  EXPECT_EQ(repair.before, "&T");
  EXPECT_EQ(repair.source, (SourceSpan{2, 8}));
  EXPECT_EQ(mended.source_of({8, 12}), (SourceSpan{9, 13}));
}

TEST(TextMap, edits_side_by_side_within_copied_text_leave_no_empty_segment) {
  const Text mended = entity_text().with_edits(std::vector<TextEdit>{{{6, 7}, "S", RepairKind::layout, "", 1},
                                                                     {{7, 8}, "A", RepairKind::layout, "", 1}});
  std::uint32_t end = 0;
  for (const Segment& segment : mended.segments()) {
    EXPECT_EQ(segment.text.begin, end);
    EXPECT_FALSE(segment.text.empty());
    end = segment.text.end;
  }
  EXPECT_EQ(end, mended.size());
}

TEST(TextMap, an_edit_that_deletes_leaves_no_segment) {
  const Text mended = entity_text().with_edits(std::vector<TextEdit>{{{2, 4}, "", RepairKind::layout, "", 1}});
  EXPECT_EQ(mended.str(), "AT said");
  EXPECT_FALSE(mended.text_of({2, 8}).has_value());
}

TEST(TextMap, offsets_move_with_edits) {
  const std::vector<TextEdit> edits = {{{2, 4}, "xyz", RepairKind::layout, "", 1},
                                       {{6, 6}, "!", RepairKind::layout, "", 1}};
  EXPECT_EQ(offset_after(edits, 1), 1u);
  EXPECT_EQ(offset_after(edits, 2), 2u);
  EXPECT_EQ(offset_after(edits, 3), 5u);
  EXPECT_EQ(offset_after(edits, 4), 5u);
  EXPECT_EQ(offset_after(edits, 8), 10u);
}

// Undoing every repair of a text that was edited at random gives the text before, and copied bytes lead back to
// themselves.
TEST(TextMap, random_edits_keep_the_map_true) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::string source;
    for (int i = 0; i < 60; ++i) source += static_cast<char>('a' + random() % 26);
    TextBuilder builder(source);
    builder.copy({0, 60});
    const Text text = std::move(builder).finish();
    std::vector<TextEdit> edits;
    for (std::uint32_t at = random() % 8; at + 5 < 60; at += 6 + random() % 9)
      edits.push_back({{at, at + static_cast<std::uint32_t>(random() % 5)},
                       std::string(random() % 4, 'X'),
                       RepairKind::lookalike,
                       "",
                       0});
    const Text mended = text.with_edits(edits);
    std::string undone = mended.str();
    for (std::size_t i = mended.repairs().size(); i-- > 0;) {
      const Repair& repair = mended.repairs()[i];
      undone.replace(repair.text.begin, repair.text.size(), repair.before);
    }
    ASSERT_EQ(undone, source);
    for (std::uint32_t at = 0; at < mended.size(); ++at) {
      if (mended.str()[at] == 'X') continue;
      const SourceSpan one = mended.source_of({at, at + 1});
      ASSERT_EQ(one.size(), 1u);
      ASSERT_EQ(source[one.begin], mended.str()[at]);
    }
  }
}

}  // namespace
}  // namespace dragoman
