#include "mentions/place.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "knowledge/places.h"

namespace dragoman {
namespace {

std::vector<Toponym> places_of(const std::string& text) {
  static const auto finder = PlaceFinder::load(DRAGOMAN_ROOT, {});
  EXPECT_TRUE(finder.has_value()) << (finder ? "" : to_string(finder.error()));
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
  return finder->find(page, article, {}, {});
}

TEST(PlaceNames, FoldTakesMarksAway) {
  EXPECT_EQ(fold_place_name("S\u00e3o Tom\u00e9"), "sao tome");
  EXPECT_EQ(fold_place_name("N'Djamena"), "ndjamena");
  EXPECT_EQ(fold_place_name("\u0141\u00f3d\u017a"), "lodz");
  EXPECT_EQ(fold_place_name("Gilgit-Baltistan"), "gilgit baltistan");
  EXPECT_EQ(fold_place_name("\xff\xfe\xc3"), "");
}

TEST(Places, ContainerDecides) {
  const auto found = places_of("Officers in Paris, Texas, arrested two men on Monday.");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].country, "USA");
  EXPECT_NEAR(*found[0].latitude, 33.66, 0.2);
  const auto france = places_of("Officials in Paris, France, met the envoy.");
  ASSERT_EQ(france.size(), 2u);
  EXPECT_EQ(france[0].country, "FRA");
}

TEST(Places, AnOverlayTeachesAPlaceAndASpelling) {
  const std::string folder = ::testing::TempDir() + "place_overlay";
  std::filesystem::create_directories(folder + "/places");
  std::ofstream(folder + "/places/places.tsv")
      << "name\taliases\tkind\tcountry\tlatitude\tlongitude\tpopulation\tgeonameid\n"
      << "Qarumabad\tKarumabad\tcity\tIRQ\t34.5\t44.5\t9000\t\n";
  std::ofstream(folder + "/places/demonyms.tsv") << "place\tnames\tadjectives\tpeople\nQarumabad\t\tQarumi\tQarumis\n";
  const auto gazetteer = Gazetteer::load(DRAGOMAN_ROOT, {folder});
  ASSERT_TRUE(gazetteer.has_value()) << to_string(gazetteer.error());
  std::vector<PlaceName> found;
  gazetteer->find(place_hash(fold_place_name("KARUMABAD")), found);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(gazetteer->country(gazetteer->place(found[0].place).country).iso3, "IRQ");
  found.clear();
  gazetteer->find(place_hash(fold_place_name("Qarumis")), found);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].use, NameUse::people);
  std::ofstream(folder + "/places/demonyms.tsv") << "place\tnames\tadjectives\tpeople\nNowhereatall\tX\t\t\n";
  const auto bad = Gazetteer::load(DRAGOMAN_ROOT, {folder});
  ASSERT_FALSE(bad.has_value());
  EXPECT_NE(bad.error().what.find("Nowhereatall"), std::string::npos);
}

TEST(Places, AnyBytesAreSafe) {
  std::string bytes;
  for (int i = 0; i < 4000; ++i) bytes += static_cast<char>(i * 7919 % 251);
  places_of(bytes);
  places_of("A");
  places_of("U.S.");
  places_of("\xe2\x80");
}

}  // namespace
}  // namespace dragoman
