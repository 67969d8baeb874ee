#include "mentions/actors.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "knowledge/actors.h"
#include "knowledge/roles.h"
#include "mentions/mentions.h"
#include "syntax/syntax.h"

namespace dragoman {
namespace {

struct Found {
  std::string text;
  Mentions mentions;

  const Mention* mention(std::string_view words) const {
    for (const Mention& m : mentions.mentions)
      if (std::string_view(text).substr(m.span.begin, m.span.size()) == words) return &m;
    return nullptr;
  }
  const Entity* entity(std::string_view words) const {
    const Mention* m = mention(words);
    return m && m->entity != none ? &mentions.entities[m->entity] : nullptr;
  }
  std::string code(std::string_view words) const {
    const Entity* e = entity(words);
    return e ? e->country + " " + e->sector : "none";
  }
};

Found find(const std::string& text) {
  static const auto parser = Parser::load(DRAGOMAN_ROOT);
  static const auto finder = MentionFinder::load(DRAGOMAN_ROOT, {});
  EXPECT_TRUE(parser.has_value() && finder.has_value());
  TextBuilder builder(text);
  builder.copy({0, static_cast<std::uint32_t>(text.size())});
  Page page;
  page.text = std::move(builder).finish();
  Block block;
  block.span = {0, static_cast<std::uint32_t>(text.size())};
  page.blocks.push_back(block);
  Article article;
  LabelledBlock label;
  label.label = Label::paragraph;
  article.blocks.push_back(label);
  return {text, finder->find(page, article, parser->parse(page, article))};
}

TEST(Pieces, JoinSpellingsOfOneName) {
  const auto pieces = [](std::string_view text) {
    std::vector<std::uint64_t> out;
    append_pieces(text, out);
    return out;
  };
  EXPECT_EQ(pieces("Al-Qaida"), pieces("al Qaida"));
  EXPECT_EQ(pieces("U.S."), pieces("US"));
  EXPECT_EQ(pieces("Erdo\xC4\x9F"
                   "an"),
            pieces("Erdogan"));
  EXPECT_EQ(pieces("Queen\xE2\x80\x99s Park"), pieces("Queen's Park"));
  EXPECT_TRUE(pieces(" -- ").empty());
}

TEST(Trie, KeepsSeveralValuesTheLastFirst) {
  PhraseTrie trie;
  const std::uint64_t words[] = {11, 12};
  trie.add(words, 1);
  trie.add(words, 2);
  trie.add(std::span(words).first(1), 3);
  const auto* one = trie.find(PhraseTrie::step(PhraseTrie::start, 11));
  ASSERT_TRUE(one);
  EXPECT_EQ(trie.value(one->values), 3u);
  const auto* two = trie.find(PhraseTrie::step(PhraseTrie::step(PhraseTrie::start, 11), 12));
  ASSERT_TRUE(two);
  EXPECT_EQ(trie.value(two->values), 2u);
  EXPECT_EQ(trie.value(trie.next(two->values)), 1u);
  EXPECT_FALSE(trie.find(PhraseTrie::step(PhraseTrie::start, 12)));
}

TEST(Actors, MissingTablesAreEmpty) {
  const auto table = ActorTable::load({"/nowhere"});
  ASSERT_TRUE(table.has_value());
  EXPECT_EQ(table->size(), 0u);
  EXPECT_TRUE(RoleTable::load({"/nowhere"}).has_value());
}

TEST(Actors, CodesOfPhrases) {
  const Found found =
      find("Danish police, Kenyan rebels and Italy's parliament met a U.N. envoy. Refugees from Chad arrived.");
  EXPECT_EQ(found.code("Danish police"), "DNK COP");
  EXPECT_EQ(found.code("Kenyan rebels"), "KEN REB");
  EXPECT_EQ(found.code("Italy's parliament"), "ITA LEG");
  EXPECT_EQ(found.code("Refugees from Chad"), "TCD CVL");
  EXPECT_EQ(found.code("U.N. envoy"), "IGO IGO");
  EXPECT_EQ(found.code("Italy"), "ITA GOV");
}

TEST(Actors, MentionsAreSortedAndEntitiesKnowThem) {
  const Found found =
      find("Peruvian Foreign Minister Alma Quispe met reporters. She said Peru was ready. Quispe left on Monday.");
  const auto& mentions = found.mentions.mentions;
  EXPECT_TRUE(std::is_sorted(mentions.begin(), mentions.end(), [](const Mention& a, const Mention& b) {
    return a.span.begin != b.span.begin ? a.span.begin < b.span.begin : a.span.end > b.span.end;
  }));
  ASSERT_TRUE(found.entity("Quispe"));
  EXPECT_EQ(found.entity("Quispe")->name, "Alma Quispe");
  EXPECT_EQ(found.mention("She")->entity, found.mention("Quispe")->entity);
  for (std::uint32_t i = 0; i < found.mentions.entities.size(); ++i)
    for (const std::uint32_t m : found.mentions.entities[i].mentions) EXPECT_EQ(mentions[m].entity, i);
}

TEST(Actors, HoldOddInput) {
  for (const std::string text : {"", "the", "of of of", "\xE2\x80\x99s \xE2\x80\x99s",
                                 "President President President of of", "(FSA) (FSA)", "A, B, C, D and E's F's G's"})
    find(text);
  std::string run;
  for (int i = 0; i < 3000; ++i) run += "Ana's minister of Peru's ";
  EXPECT_GT(find(run).mentions.mentions.size(), 100u);
}

}  // namespace
}  // namespace dragoman
