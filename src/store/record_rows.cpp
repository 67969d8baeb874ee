#include "store/record_rows.h"

#include <simdjson.h>

#include <algorithm>
#include <set>

#include "base/hash.h"

namespace dragoman::store {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::size_t longest_text = 1 << 20;

std::string text_of(const object& from, std::string_view name) {
  std::string_view text;
  if (from[name].get(text)) return {};
  return std::string(text.substr(0, longest_text));
}
std::optional<std::int64_t> integer_of(const object& from, std::string_view name) {
  std::int64_t number;
  if (from[name].get(number)) return {};
  return number;
}
std::optional<double> number_of(const object& from, std::string_view name) {
  double number;
  if (from[name].get(number)) return {};
  return number;
}
// Members of an array that are objects; none when it is missing.
template <class Take>
void each_object(const object& from, std::string_view name, Take&& take) {
  array items;
  if (from[name].get(items)) return;
  for (const element item : items) {
    object member;
    if (!item.get(member)) take(member);
  }
}
bool span_of(const object& from, std::int64_t& begin, std::int64_t& end) {
  array pair;
  if (from["at"].get(pair) || pair.size() != 2) return false;
  return !pair.at(0).get(begin) && !pair.at(1).get(end) && begin >= 0 && begin <= end;
}
std::vector<std::string> texts_of(const object& from, std::string_view name) {
  std::vector<std::string> out;
  array items;
  if (from[name].get(items)) return out;
  for (const element item : items) {
    std::string_view text;
    if (!item.get(text)) out.emplace_back(text.substr(0, longest_text));
  }
  return out;
}
std::string joined(const std::vector<std::string>& texts, std::string_view between) {
  std::string out;
  for (const std::string& text : texts) out.append(out.empty() ? "" : between).append(text);
  return out;
}

struct Entity {
  std::string name, country, sector, code;
};
struct Place {
  std::string name, country;
  std::optional<double> latitude, longitude;
  std::optional<std::int64_t> geonameid;
};

class RowMaker {
 public:
  explicit RowMaker(const object& record) : record_(record) {}

  DocumentRows make() {
    read_versions();
    read_document();
    each_object(record_, "sentences", [&](const object& from) {
      SentenceRow row;
      if (!span_of(from, row.begin, row.end)) return;
      row.text = text_of(from, "text");
      out_.sentences.push_back(std::move(row));
    });
    each_object(record_, "entities", [&](const object& from) {
      entities_.push_back(
          {text_of(from, "name"), text_of(from, "country"), text_of(from, "sector"), text_of(from, "code")});
    });
    each_object(record_, "toponyms", [&](const object& from) {
      places_.push_back({text_of(from, "name"), text_of(from, "country"), number_of(from, "lat"),
                         number_of(from, "lon"), integer_of(from, "geonameid")});
    });
    each_object(record_, "statements", [&](const object& from) { add_statement(from); });
    each_object(record_, "events", [&](const object& from) { add_event(from); });
    return std::move(out_);
  }

 private:
  void read_versions() {
    object from;
    if (record_["made_by"].get(from)) {
      out_.made_by.engine = "unknown";
      return;
    }
    out_.made_by = {text_of(from, "engine"), text_of(from, "knowledge"), text_of(from, "models")};
  }

  void read_document() {
    object source;
    if (!record_["source"].get(source)) {
      out_.document.sha256 = text_of(source, "sha256");
      out_.document.name = text_of(source, "name");
      out_.document.media_type = text_of(source, "media_type");
      out_.document.fetched = text_of(source, "fetched");
      out_.encoding = text_of(source, "encoding");
      out_.record_id = text_of(source, "id");
      out_.record_offset = integer_of(source, "record_offset");
      out_.bytes = integer_of(source, "bytes").value_or(0);
    }
    object published;
    if (!record_["published"].get(published)) {
      out_.document.published = text_of(published, "value");
      out_.published_how = text_of(published, "how");
      if (out_.document.published.size() >= 10) out_.document.published_day = out_.document.published.substr(0, 10);
    }
    out_.document.language = text_of(record_, "language");
    out_.document.title = text_of(record_, "title");
    out_.document.authors = joined(texts_of(record_, "authors"), "; ");
    out_.document.publisher = text_of(record_, "publisher");
    out_.document.address = text_of(record_, "address");
  }

  // The number of the sentence that holds byte `at`, -1 for none. Sentences are in order.
  std::int64_t sentence_at(std::int64_t at) const {
    const auto behind = std::upper_bound(out_.sentences.begin(), out_.sentences.end(), at,
                                         [](std::int64_t byte, const SentenceRow& row) { return byte < row.begin; });
    if (behind == out_.sentences.begin() || (behind - 1)->end <= at) return -1;
    return behind - 1 - out_.sentences.begin();
  }

  const Entity* entity(const object& from, std::string_view name) const {
    const auto id = integer_of(from, name);
    return id && *id >= 0 && static_cast<std::size_t>(*id) < entities_.size()
               ? &entities_[static_cast<std::size_t>(*id)]
               : nullptr;
  }

  // Words of several pieces, and the bytes from the first to the last.
  std::string pieces(const object& from, std::string_view name, std::int64_t& begin, std::int64_t& end) const {
    std::string out;
    bool first = true;
    each_object(from, name, [&](const object& piece) {
      std::int64_t b = 0, e = 0;
      if (!span_of(piece, b, e)) return;
      if (first) begin = b;
      first = false;
      end = std::max(end, e);
      out.append(out.empty() ? "" : " … ").append(text_of(piece, "text"));
    });
    return out;
  }

  void add_statement(const object& from) {
    StatementRow row;
    row.kind = text_of(from, "kind");
    row.stance = text_of(from, "stance");
    bool negated = false;
    row.negated = !from["negated"].get(negated) && negated;
    std::int64_t begin = 0, end = 0;
    row.cue = pieces(from, "cue", begin, end);
    row.speaker = pieces(from, "source_at", begin, end);
    if (const Entity* speaker = entity(from, "source")) {
      row.speaker = speaker->name;
      row.speaker_country = speaker->country;
      row.speaker_sector = speaker->sector;
    }
    row.content = pieces(from, "content", row.begin, row.end);
    row.sentence = sentence_at(row.begin);
    out_.statements.push_back(std::move(row));
  }

  std::vector<FlatParty> parties(const object& from, std::string_view name) const {
    std::vector<FlatParty> out;
    each_object(from, name, [&](const object& member) {
      FlatParty party;
      party.words = text_of(member, "text");
      party.country = text_of(member, "country");
      party.sector = text_of(member, "sector");
      party.name = party.words;
      if (const Entity* known = entity(member, "entity")) {
        party.name = known->name;
        party.code = known->code;
      }
      span_of(member, party.begin, party.end);
      out.push_back(std::move(party));
    });
    return out;
  }

  std::string named(const object& from, std::string_view name) const {
    object who;
    if (from[name].get(who)) return {};
    const Entity* known = entity(who, "entity");
    return known ? known->name : text_of(who, "text");
  }

  void read_date(const object& from, FlatEvent& event) const {
    object date;
    if (from["date"].get(date)) return;
    const std::string value = text_of(date, "value");
    event.grain = text_of(date, "grain");
    const std::size_t size = value.size();
    if (size != 4 && size != 7 && size != 10) return;
    event.day = value + std::string("-01-01").substr(size == 4 ? 0 : size == 7 ? 3 : 6);
    event.day_last = size == 10 ? value : size == 4 ? value + "-12-31" : value + "-" + last_day(value);
  }
  static std::string last_day(const std::string& month) {
    const int year = std::atoi(month.substr(0, 4).c_str()), number = std::atoi(month.substr(5, 2).c_str());
    if (number == 2) return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? "29" : "28";
    return number == 4 || number == 6 || number == 9 || number == 11 ? "30" : "31";
  }

  void add_event(const object& from) {
    FlatEvent event;
    event.type = text_of(from, "type");
    event.mode = text_of(from, "mode");
    event.cameo = text_of(from, "cameo");
    event.status = text_of(from, "status");
    event.contexts = texts_of(from, "contexts");
    event.actors = parties(from, "actors");
    event.recipients = parties(from, "recipients");
    read_date(from, event);
    if (const auto place = integer_of(from, "place");
        place && *place >= 0 && static_cast<std::size_t>(*place) < places_.size()) {
      const Place& found = places_[static_cast<std::size_t>(*place)];
      event.place = found.name;
      event.place_country = found.country;
      event.latitude = found.latitude;
      event.longitude = found.longitude;
      event.geonameid = found.geonameid;
    }
    event.killed = integer_of(from, "killed");
    event.injured = integer_of(from, "injured");
    event.score = number_of(from, "score").value_or(0);
    event.intensity = number_of(from, "intensity");
    event.reported_by = named(from, "reported_by");
    event.denied_by = named(from, "denied_by");
    event.frame = text_of(from, "frame");
    event.evidence = pieces(from, "evidence", event.trigger_begin, event.trigger_end);
    bool first = true;
    each_object(from, "evidence", [&](const object& piece) {
      if (first) span_of(piece, event.trigger_begin, event.trigger_end);
      first = false;
    });
    event.sentence_number = sentence_at(event.trigger_begin);
    event.key = key_of(event);
    if (keys_.insert(event.key).second) out_.events.push_back(std::move(event));
  }

  // The same event of the same document by whatever version: type, mode and the bytes of trigger and roles.
  std::string key_of(const FlatEvent& event) const {
    std::string all = out_.document.sha256 + '|' + event.type + '|' + event.mode;
    const auto add = [&](std::int64_t begin, std::int64_t end) {
      all += '|' + std::to_string(begin) + '-' + std::to_string(end);
    };
    add(event.trigger_begin, event.trigger_end);
    for (const auto* list : {&event.actors, &event.recipients}) {
      all += '|';
      for (const FlatParty& party : *list) add(party.begin, party.end);
    }
    char text[33];
    std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(hash_of(all)),
                  static_cast<unsigned long long>(hash_of(all, 0x84222325cbf29ce4ull)));
    return text;
  }

  const object& record_;
  DocumentRows out_;
  std::vector<Entity> entities_;
  std::vector<Place> places_;
  std::set<std::string> keys_;  // told twice in one record, an event is one
};

}  // namespace

struct RecordReader::Parser {
  simdjson::dom::parser json;
};

RecordReader::RecordReader() : parser_(std::make_unique<Parser>()) {}
RecordReader::~RecordReader() = default;

Result<DocumentRows> RecordReader::read(std::string_view json, const std::string& name, std::uint64_t byte) {
  object record;
  std::string_view schema;
  if (parser_->json.parse(json.data(), json.size()).get(record))
    return fail(FailureCode::malformed, name, "the line is no JSON object", "land what `read --ndjson` printed", byte);
  if (record["schema"].get(schema) || schema != "dragoman/1")
    return fail(FailureCode::malformed, name, "the line is no record of schema dragoman/1",
                "land what `read --ndjson` printed, or name the articles themselves", byte);
  DocumentRows rows = RowMaker(record).make();
  if (rows.document.sha256.size() != 64 ||
      rows.document.sha256.find_first_not_of("0123456789abcdef") != std::string::npos)
    return fail(FailureCode::malformed, name, "the record has no digest of its source", "read the source again", byte);
  return rows;
}

}  // namespace dragoman::store
