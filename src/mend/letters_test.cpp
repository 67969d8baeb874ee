#include "mend/letters.h"

#include <gtest/gtest.h>

#include "mend/protect.h"

namespace dragoman {
namespace {

TEST(Letters, ScriptsAndCases) {
  EXPECT_EQ(script_of(U'a'), Script::latin);
  EXPECT_EQ(script_of(U'ю'), Script::cyrillic);
  EXPECT_EQ(script_of(U'ώ'), Script::greek);
  EXPECT_EQ(script_of(U'א'), Script::hebrew);
  EXPECT_EQ(script_of(U'ش'), Script::arabic);
  EXPECT_EQ(script_of(U'’'), Script::none);
  EXPECT_EQ(script_of(U'7'), Script::none);
  for (const char32_t c : std::u32string_view(U"AZÉŠŽĞΆΏΩЁІЇҐЯԱՖ")) {
    EXPECT_NE(lower(c), c);
    EXPECT_EQ(upper(lower(c)), c) << utf8_of(std::u32string_view(&c, 1));
  }
}

TEST(Letters, HangulIsTakenApartAndPutTogether) {
  for (const char32_t* word : {U"한국", U"대통령", U"없다", U"의회", U"닭을", U"까치"})
    EXPECT_EQ(syllables_of(jamo_of(word)), word) << utf8_of(word);
  EXPECT_EQ(jamo_of(U"왜"), U"ㅇㅗㅐ");
}

TEST(Letters, BadUtf8BecomesOneReplacementAByte) {
  const Letters letters = letters_of("a\xff\xe2\x82z", 5);
  EXPECT_EQ(letters.points, U"a\uFFFD\uFFFD\uFFFDz");
  EXPECT_EQ(letters.offsets.front(), 5u);
  EXPECT_EQ(letters.offsets.back(), 10u);
}

TEST(Protect, LinksCodesAndUnits) {
  for (const char32_t* word :
       {U"https://example.org/x", U"press@example.org", U"@reporter", U"5μm", U"Δt", U"kPa", U"30°C"})
    EXPECT_EQ(protection_of(word), Protection::closed) << utf8_of(word);
  for (const char32_t* word : {U"km/h", U"T-72", U"A123BC", U"3f9a7c", U"load_file"})
    EXPECT_EQ(protection_of(word), Protection::guarded) << utf8_of(word);
  for (const char32_t* word : {U"peopleю", U"55ю", U"ерфе", U"ghbdtn", U"said."})
    EXPECT_EQ(protection_of(word), Protection::none) << utf8_of(word);
}

}  // namespace
}  // namespace dragoman
