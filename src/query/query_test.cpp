#include "query/query.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#include "query/events.h"
#include "query/fields.h"
#include "query/sql.h"
#include "store/landing.h"

namespace dragoman::query {
namespace {

std::string sql(std::string_view text, Target target = Target::events) {
  const auto query = parse_query(text, target);
  if (!query) return to_string(query.error());
  return count_of(*query, target, store::Dialect::sqlite, {}, Counting::reports, 10).text;
}

TEST(Query, conditions_become_sql_with_bound_values) {
  EXPECT_NE(sql("type:ASSAULT").find("e.type = $1"), std::string::npos);
  EXPECT_NE(sql("killed:>=1").find("e.killed >= $1"), std::string::npos);
  EXPECT_NE(sql("date:2025-01..2025-07").find("e.day >= "), std::string::npos);
  EXPECT_NE(sql("-status:actual").find("NOT coalesce((e.status = $1), FALSE)"), std::string::npos);
  EXPECT_NE(sql("type:ASSAULT or (type:COERCE place:UKR)").find(" OR "), std::string::npos);
  EXPECT_NE(sql("type:ASSAULT,COERCE").find("e.type = $1 OR e.type = $2"), std::string::npos);
  EXPECT_NE(sql("stance:denies speaker:RUS", Target::statements).find("t.stance = $1"), std::string::npos);
  EXPECT_NE(sql("").find("1 = 1"), std::string::npos);
}

TEST(Query, what_is_asked_never_stands_in_the_sql) {
  for (const char* text : {"type:\"x' OR 1=1 --\"", "\"); DROP TABLE events; --\"", "actor:\"Robert'); --\"",
                           "publisher:\"%' --\"", "near:1;2;3"}) {
    const std::string made = sql(text);
    EXPECT_EQ(made.find("DROP"), std::string::npos) << made;
    EXPECT_EQ(made.find("--"), std::string::npos) << made;
  }
}

TEST(Query, failures_name_the_column_and_the_remedy) {
  const struct {
    const char* text;
    std::size_t column;
    const char* says;
  } cases[] = {
      {"actr:RUS", 0, "there is no field \"actr\""},
      {"type:ASSAULT date:May", 18, "this is no date"},
      {"killed:many", 7, "this is no number"},
      {"text:\"drone", 5, "not closed"},
      {"(type:A", 0, "not closed"},
      {"type:A)", 6, "not opened"},
      {"type:", 5, "no value"},
      {"a or", 0, ""},
      {"or a", 0, "nothing stands before"},
      {"type:>A", 5, "has no order"},
      {"near:1;2", 5, "no place and distance"},
      {"date:..", 5, "no ends"},
      {"stance:denies", 0, "there is no field"},
      {"actor:RUS,", 10, "no value"},
  };
  for (const auto& test : cases) {
    const auto query = parse_query(test.text);
    if (*test.says == '\0') {
      EXPECT_TRUE(query) << test.text;
      continue;
    }
    ASSERT_FALSE(query) << test.text;
    EXPECT_EQ(query.error().byte, test.column) << test.text << ": " << query.error().what;
    EXPECT_NE(query.error().what.find(test.says), std::string::npos) << test.text << ": " << query.error().what;
    EXPECT_FALSE(query.error().remedy.empty());
  }
}

TEST(Query, deep_and_long_queries_are_refused) {
  EXPECT_FALSE(parse_query(std::string(5000, '(')));
  EXPECT_FALSE(parse_query(std::string(longest_query + 1, 'a')));
  std::string many;
  for (std::size_t i = 0; i <= most_terms; ++i) many += "a ";
  EXPECT_FALSE(parse_query(many));
}

// A store of one record, made for these tests.
class StoreTest : public testing::Test {
 protected:
  void SetUp() override {
    path_ = (std::filesystem::temp_directory_path() / ("query_test_" + std::to_string(getpid()) + ".db")).string();
    remove();
    auto lander = store::Lander::open(path_);
    ASSERT_TRUE(lander) << to_string(lander.error());
    const std::string digest(64, 'a');
    const std::string record =
        R"({"schema":"dragoman/1","source":{"name":"a.txt","sha256":")" + digest +
        R"(","bytes":90,"encoding":"utf-8","media_type":"text/plain"},"published":{"value":"2025-03-04","how":"given"},)"
        R"("language":"en","title":"Drones over the port","authors":["A. Writer"],"publisher":"Coast Dispatch",)"
        R"("sentences":[{"at":[0,60],"text":"Russian drones struck the port, killing two dockers."}],)"
        R"("entities":[{"id":0,"name":"Russia","country":"RUS","sector":"MIL","code":""},)"
        R"({"id":1,"name":"dockers","country":"UKR","sector":"CVL","code":""}],)"
        R"("toponyms":[{"at":[5,9],"name":"Odesa","country":"UKR","lat":46.48,"lon":30.73,"geonameid":698740}],)"
        R"("statements":[{"id":0,"kind":"indirect","source":0,"cue":[{"at":[1,5],"text":"denied"}],)"
        R"("content":[{"at":[6,20],"text":"it had aimed at homes"}],"stance":"denies","negated":false}],)"
        R"("events":[{"id":0,"type":"ASSAULT","mode":"aerial","cameo":"195","contexts":["military"],"status":"actual",)"
        R"("actors":[{"entity":0,"at":[0,7],"text":"Russian drones","country":"RUS","sector":"MIL"}],)"
        R"("recipients":[{"entity":1,"at":[40,47],"text":"two dockers","country":"UKR","sector":"CVL"}],)"
        R"("date":{"value":"2025-03-03","grain":"day","from":null},"place":0,"killed":2,"injured":null,"score":0.9,)"
        R"("intensity":-9.5,"frame":"f:1","evidence":[{"at":[15,21],"text":"struck"}]}]})";
    store::RecordReader reader;
    auto rows = reader.read(record, "test", 0);
    ASSERT_TRUE(rows) << to_string(rows.error());
    ASSERT_TRUE((*lander)->add(store::landing_item(std::move(*rows), record, {})));
    ASSERT_TRUE((*lander)->finish());
    lander->reset();
    auto opened = store::Database::open(path_, store::Access::read);
    ASSERT_TRUE(opened) << to_string(opened.error());
    database_ = std::move(*opened);
  }
  void TearDown() override {
    database_.reset();
    remove();
  }
  void remove() const {
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + end);
  }
  // -1 when it cannot be asked.
  std::int64_t count(std::string_view text, Target target = Target::events) {
    const auto query = parse_query(text, target);
    if (!query) return -1;
    const Sql sql = count_of(*query, target, store::Dialect::sqlite, {}, Counting::events, 10);
    auto statement = prepared(*database_, sql);
    if (!statement) {
      ADD_FAILURE() << text << ": " << to_string(statement.error()) << "\n" << to_string(sql);
      return -1;
    }
    auto rows = (*statement)->rows();
    if (!rows || !*(*rows)->next()) return -1;
    return (*rows)->integer(0);
  }
  std::string path_;
  std::unique_ptr<store::Database> database_;
};

TEST_F(StoreTest, every_field_finds_and_does_not_find) {
  for (const char* text : {"",
                           "actor:RUS",
                           "actor:RUS/MIL",
                           "actor:/MIL",
                           "actor:drones",
                           "recipient:UKR",
                           "party:UKR",
                           "type:ASSAULT",
                           "mode:aerial",
                           "cameo:19",
                           "context:military",
                           "status:actual",
                           "date:2025",
                           "date:2025-03",
                           "date:2025-03-03",
                           "date:2025-01..2025-07",
                           "date:..2025-03",
                           "date:>=2025-03",
                           "date:<2025-04",
                           "published:2025-03-04",
                           "place:UKR",
                           "place:odes",
                           "near:46.5;30.7;20",
                           "killed:2",
                           "killed:>=1",
                           "killed:1..3",
                           "score:>0.5",
                           "intensity:<0",
                           "text:drones",
                           "text:\"struck the port\"",
                           "drones",
                           "publisher:coast",
                           "title:port",
                           "language:en",
                           "doc:aaaa",
                           "source:a.txt",
                           "-type:COERCE",
                           "-killed:7",
                           "type:COERCE or actor:RUS",
                           "(type:ASSAULT status:actual) -place:RUS",
                           "-injured:>5",
                           "type:COERCE,ASSAULT"})
    EXPECT_EQ(count(text), 1) << text;
  for (const char* text : {"actor:UKR",         "actor:RUS/GOV", "recipient:RUS",
                           "type:COERCE",       "mode:drone",    "cameo:20",
                           "context:milit",     "status:future", "date:2024",
                           "date:2025-03-04",   "date:>2025-03", "place:RUS",
                           "near:50.4;30.5;50", "killed:>2",     "injured:>0",
                           "score:<0.5",        "text:rockets",  "text:\"the struck port\"",
                           "publisher:gazette", "language:de",   "doc:b",
                           "-actor:RUS",        "drones -port",  "id:zz"})
    EXPECT_EQ(count(text), 0) << text;
  EXPECT_EQ(count("speaker:RUS stance:denies said:homes date:2025-03", Target::statements), 1);
  EXPECT_EQ(count("speaker:UKR", Target::statements), 0);
}

TEST_F(StoreTest, words_of_the_index_language_are_only_words) {
  for (const char* text : {"text:\"NEAR(\"", "text:\"a AND\"", "text:\"*\"", "text:\"col:x\"", "text:\"^\"", "\"\"\"\"",
                           "text:\"\\\"\"", "text:\"-\""})
    EXPECT_LE(count(text), 1) << text;
}

TEST_F(StoreTest, groups_count_and_a_reading_handle_writes_nothing) {
  for (const Group& group : groups())
    for (const Target target : {Target::events, Target::statements}) {
      if (!group_of(group.name, target)) continue;
      const auto query = parse_query("", target);
      const Sql sql = count_of(*query, target, store::Dialect::sqlite, {std::string(group.name)}, Counting::events, 10);
      auto statement = prepared(*database_, sql);
      ASSERT_TRUE(statement) << group.name << to_string(statement.error());
      auto rows = (*statement)->rows();
      ASSERT_TRUE(rows && *(*rows)->next()) << group.name;
      EXPECT_EQ((*rows)->integer(1), 1) << group.name;
      if (group.name == "week" && target == Target::events) {
        EXPECT_EQ((*rows)->text(0), "2025-03-03");
      }
    }
  EXPECT_FALSE(database_->execute("DELETE FROM events"));
  EXPECT_FALSE(database_->execute("PRAGMA query_only = 0"));
  EXPECT_FALSE(database_->execute("ATTACH 'other.db' AS other"));
}

TEST_F(StoreTest, an_event_comes_back_whole) {
  std::vector<store::FlatEvent> found;
  const auto query = parse_query("");
  ASSERT_TRUE(each_event(*database_, *query, [&](const store::FlatEvent& event) {
    found.push_back(event);
    return true;
  }));
  ASSERT_EQ(found.size(), 1u);
  const store::FlatEvent& event = found[0];
  EXPECT_EQ(event.type, "ASSAULT");
  EXPECT_EQ(event.contexts, std::vector<std::string>{"military"});
  ASSERT_EQ(event.actors.size(), 1u);
  EXPECT_EQ(event.actors[0].words, "Russian drones");
  EXPECT_EQ(event.recipients[0].country, "UKR");
  EXPECT_EQ(event.place, "Odesa");
  EXPECT_EQ(event.killed, 2);
  EXPECT_FALSE(event.injured);
  EXPECT_EQ(event.document.authors, "A. Writer");
  EXPECT_EQ(event.sentence, "Russian drones struck the port, killing two dockers.");
  EXPECT_EQ(event.evidence, "struck");
}

TEST_F(StoreTest, random_queries_are_refused_or_run) {
  std::mt19937 draw(7);
  const std::vector<std::string> pieces = {
      "actor:", "RUS",  "date:", "2025", "..",    "killed:", ">=",    "1", "(", ")",
      " ",      " or ", "-",     "\"",   ",",     "text:",   "near:", ";", "*", "'",
      "%",      "\\",   "é",     "\xff", "type:", "ASSAULT", "/",     ":", "<", "word"};
  std::size_t run = 0;
  for (int i = 0; i < 10000; ++i) {
    std::string text;
    for (int n = static_cast<int>(draw() % 9); n >= 0; --n)
      text += draw() % 12 == 0 ? std::string(1, static_cast<char>(draw() % 255 + 1)) : pieces[draw() % pieces.size()];
    const std::int64_t found = count(text, draw() % 4 ? Target::events : Target::statements);
    EXPECT_LE(found, 1) << text;
    run += found >= 0;
  }
  EXPECT_GT(run, 1000u);
}

}  // namespace
}  // namespace dragoman::query
