#include "mend/mend.h"

#include <gtest/gtest.h>

#include <random>

namespace dragoman {
namespace {

const Mender& mender() {
  static const Mender loaded = [] {
    auto made = Mender::load(DRAGOMAN_ROOT);
    if (!made) throw std::runtime_error(to_string(made.error()));
    return std::move(*made);
  }();
  return loaded;
}

Page page_of(const std::string& text) {
  Page page;
  TextBuilder builder(text);
  if (!text.empty()) builder.copy({0, static_cast<std::uint32_t>(text.size())});
  page.text = std::move(builder).finish();
  return page;
}

std::string mended(const std::string& text) {
  const Page page = page_of(text);
  return apply_repairs(page, mender().find_repairs(page)).text.str();
}

// Sorted, disjoint, on code point borders, and undone they give the text before.
void expect_reversible(const std::string& text) {
  const Page page = page_of(text);
  const auto edits = mender().find_repairs(page);
  std::uint32_t last = 0;
  const auto border = [&](std::uint32_t at) {
    return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
  };
  for (const TextEdit& edit : edits) {
    ASSERT_LE(last, edit.span.begin);
    ASSERT_LT(edit.span.begin, edit.span.end);
    ASSERT_LE(edit.span.end, text.size());
    ASSERT_TRUE(border(edit.span.begin) && border(edit.span.end));
    ASSERT_NE(edit.replacement, text.substr(edit.span.begin, edit.span.size()));
    last = edit.span.end;
  }
  const Text after = apply_repairs(page, edits).text;
  std::string undone;
  std::uint32_t at = 0;
  for (const Repair& repair : after.repairs()) {
    undone += after.str().substr(at, repair.text.begin - at) + repair.before;
    at = repair.text.end;
  }
  EXPECT_EQ(undone + after.str().substr(at), text);
}

TEST(Mend, GivesTheFullStopOfAMaskedTailBack) {
  EXPECT_EQ(mended("The council met the peopleю Nobody left the room before noon."),
            "The council met the people. Nobody left the room before noon.");
}

TEST(Mend, MendsWordsAndRunsOfWords) {
  EXPECT_EQ(mended("The minister said ерфе the talks would go on."), "The minister said that the talks would go on.");
  EXPECT_EQ(mended("Президент заявил, что gthtujdjhs будут продолжены."),
            "Президент заявил, что переговоры будут продолжены.");
}

TEST(Mend, MendsMojibakeAlsoTwice) {
  EXPECT_EQ(mended("The army didnâ€™t fire."), "The army didn’t fire.");
  EXPECT_EQ(mended("The army didnÃ¢â‚¬â„¢t fire."), "The army didn’t fire.");
  EXPECT_EQ(mended("Министр РІСЃС‚СЂРµС‚РёР»СЃСЏ с послом."), "Министр встретился с послом.");
}

TEST(Mend, LeavesLinksCodesAndForeignWordsAlone) {
  for (const char* text : {"See https://example.org/ru/page?id=7 for details.", "Write to press@example.org today.",
                           "The word глас means voice.", "A T-72 and an S-300 were seen near Lviv.",
                           "Wi-Fi-сеть работает в центре города.", "He met «Газпром» officials in Berlin."})
    EXPECT_EQ(mended(text), text);
}

TEST(Mend, TakesAnyBytes) {
  std::mt19937 random(7);
  const std::string pieces[] = {"ерфе", "people", "ю", "\xff", "\xe2\x82", " ", "\n", "Ð",
                                "â€™",  "한",     "א", "ا",    "7",        ".", "'",  "The "};
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (int i = 0; i < 40; ++i)
      text += random() % 8 == 0 ? std::string(1, static_cast<char>(random())) : pieces[random() % std::size(pieces)];
    const auto edits = mender().find_repairs(page_of(text));
    for (std::size_t i = 0; i < edits.size(); ++i) {
      ASSERT_LE(edits[i].span.end, text.size());
      if (i > 0) {
        ASSERT_LE(edits[i - 1].span.end, edits[i].span.begin);
      }
    }
  }
}

TEST(Mend, RepairsCanBeUndone) {
  expect_reversible("The minister said ерфе the talks would go on. Тhey left the peopleю Nobody came.");
  expect_reversible("He didnâ€™t say ерфе. Тhe end.");
  expect_reversible("Шт Ьщысщц еру зкуышвуте ыфшв ерфе еру ефдлы ащддщцув.");
}

}  // namespace
}  // namespace dragoman
