#include "base/word_clusters.h"

#include <gtest/gtest.h>

#include <fstream>

namespace dragoman {
namespace {

TEST(WordClusters, words_of_like_use_share_a_cluster) {
  auto clusters = WordClusters::load(DRAGOMAN_ROOT "/models/en.clusters");
  ASSERT_TRUE(clusters) << to_string(clusters.error());
  EXPECT_NE(clusters->find("minister").fine, 0);
  EXPECT_EQ(clusters->find("monday").fine, clusters->find("tuesday").fine);
  EXPECT_NE(clusters->find("monday").broad, clusters->find("missile").broad);
  EXPECT_EQ(clusters->find("qwxzzyqwx").fine, 0);
}

TEST(WordClusters, another_file_is_refused) {
  const std::string path = testing::TempDir() + "dragoman_clusters";
  std::ofstream(path) << "DRAGCLU1 but no table";
  EXPECT_EQ(WordClusters::load(path).error().code, FailureCode::bad_model);
}

}  // namespace
}  // namespace dragoman
