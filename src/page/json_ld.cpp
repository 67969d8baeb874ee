// JSON-LD scripts: a tolerant reader, for pages put line breaks, comments and trailing commas into them.
#include <algorithm>
#include <unordered_map>

#include "base/unicode.h"
#include "page/declared.h"

namespace dragoman {
namespace {

constexpr std::size_t max_depth = 64;       // deeper values are passed over
constexpr std::size_t max_objects = 20000;  // of one script

struct Value {
  std::string key, text;
  std::uint32_t begin = 0, end = 0;
};

struct Object {
  std::uint32_t parent = none;
  std::string key;  // under which the parent (through arrays) holds it
  std::string types;
  std::vector<Value> values;
};

class Reader {
 public:
  Reader(std::string_view text, std::uint32_t begin, std::uint32_t end) : text_(text), at_(begin), end_(end) {}

  std::vector<Object> read() {
    while (at_ < end_) step();
    return std::move(objects_);
  }

 private:
  struct Frame {
    bool is_object = false;
    std::uint32_t object = none;  // the innermost object
    std::string key;              // of an array: the key it stands under
  };

  void step() {
    const char c = text_[at_];
    if (c == '{' || c == '[') {
      open(c == '{');
    } else if (c == '}' || c == ']') {
      if (too_deep_)
        --too_deep_;
      else if (!frames_.empty())
        frames_.pop_back();
      key_.clear();
      ++at_;
    } else if (c == '"') {
      string();
    } else if (c == ',') {
      key_.clear();
      ++at_;
    } else {
      ++at_;
    }
  }

  std::string current_key() const {
    if (!key_.empty() || frames_.empty() || frames_.back().is_object) return key_;
    return frames_.back().key;
  }

  void open(bool is_object) {
    ++at_;
    if (frames_.size() >= max_depth || objects_.size() >= max_objects) {
      ++too_deep_;
      return;
    }
    Frame frame;
    frame.is_object = is_object;
    frame.key = current_key();
    frame.object = frames_.empty() ? none : frames_.back().object;
    if (is_object) {
      objects_.push_back({frame.object, frame.key, "", {}});
      frame.object = static_cast<std::uint32_t>(objects_.size() - 1);
    }
    frames_.push_back(std::move(frame));
    key_.clear();
  }

  void string() {
    const std::uint32_t begin = ++at_;
    std::string value;
    while (at_ < end_ && text_[at_] != '"') {
      if (text_[at_] == '\\' && at_ + 1 < end_)
        escape(value);
      else
        value += text_[at_++];
    }
    const std::uint32_t end = at_;
    at_ = std::min(at_ + 1, end_);
    if (too_deep_ || frames_.empty()) return;
    std::uint32_t next = at_;
    while (next < end_ && is_space(text_[next])) ++next;
    if (frames_.back().is_object && key_.empty() && next < end_ && text_[next] == ':') {
      key_ = value;
      at_ = next + 1;
      return;
    }
    if (frames_.back().object >= objects_.size()) return;  // of an array outside of all objects
    Object& object = objects_[frames_.back().object];
    const std::string key = current_key();
    if (key == "@type")
      object.types += " " + value;
    else if (object.values.size() < 200)
      object.values.push_back({key, std::move(value), begin, end});
  }

  static int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }

  bool unit(std::uint32_t at, char32_t& out) const {  // "uXXXX" at `at`
    if (at + 5 > end_ || text_[at] != 'u') return false;
    out = 0;
    for (std::uint32_t i = at + 1; i < at + 5; ++i) {
      if (hex(text_[i]) < 0) return false;
      out = out * 16 + static_cast<char32_t>(hex(text_[i]));
    }
    return true;
  }

  void escape(std::string& value) {
    char32_t point = 0, low = 0;
    if (unit(at_ + 1, point)) {
      at_ += 6;
      if (point >= 0xD800 && point < 0xDC00 && at_ + 1 < end_ && text_[at_] == '\\' && unit(at_ + 1, low) &&
          low >= 0xDC00 && low < 0xE000) {
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
        at_ += 6;
      }
      append_utf8(value, point);
      return;
    }
    const char c = text_[at_ + 1];
    value += c == 'n' || c == 'r' || c == 't' ? ' ' : c;
    at_ += 2;
  }

  std::string_view text_;
  std::uint32_t at_, end_;
  std::vector<Object> objects_;
  std::vector<Frame> frames_;
  std::string key_;
  std::size_t too_deep_ = 0;
};

bool has_type(const Object& object, std::string_view part) { return object.types.find(part) != std::string::npos; }

bool is_article(const Object& object) {
  return has_type(object, "Article") || has_type(object, "BlogPosting") || has_type(object, "Report") ||
         has_type(object, "Review") || has_type(object, "Recipe") || has_type(object, "LiveBlogPosting") ||
         has_type(object, "SocialMediaPosting");
}

bool is_page(const Object& object) { return has_type(object, "WebPage"); }

// An article inside another object is most often a teaser, unless it is what the page is about.
bool is_inner(const Object& object) {
  return object.parent != none && object.key != "@graph" && object.key != "mainEntity" &&
         object.key != "mainEntityOfPage";
}

}  // namespace

JsonLd read_json_ld(std::string_view text, std::uint32_t begin, std::uint32_t end, const DeclaredRules& rules) {
  JsonLd out;
  const std::vector<Object> objects = Reader(text, begin, end).read();
  std::unordered_map<std::string, const Object*> by_id;
  const auto value_of = [](const Object& object, std::string_view key) -> const Value* {
    for (const Value& value : object.values)
      if (value.key == key) return &value;
    return nullptr;
  };
  for (const Object& object : objects)
    if (const Value* id = value_of(object, "@id"); id && value_of(object, "name")) by_id.emplace(id->text, &object);
  const auto add = [&](DeclaredRule rule, const Value& value, int more, const std::string& key) {
    rule.rank += more;
    out.facts.push_back({rule, value.text, value.begin, value.end, std::string(more >= 200 ? "inner " : "") + key});
  };
  for (const Object& object : objects) {
    const bool article = is_article(object);
    if (article || is_page(object)) {
      const int more = (article ? 0 : 20) + (is_inner(object) ? 200 : 0);
      if (has_type(object, "LiveBlogPosting") && !is_inner(object)) out.live_blog = true;
      for (const Value& value : object.values) {
        if (value.key == "articleBody" && value.text.size() > out.body.size()) out.body = value.text;
        if (value.key == "@id") continue;
        if (const auto rule = rules.find("json-ld", value.key)) add(*rule, value, more, value.key);
      }
    }
    // author, creator, publisher: objects of their own, or a reference to one
    if (object.parent == none || !is_article(objects[object.parent])) continue;
    const Object& parent = objects[object.parent];
    if (object.key == "liveBlogUpdate" && !is_inner(parent)) ++out.updates;
    const auto rule = rules.find("json-ld", object.key);
    if (!rule) continue;
    const Value* name = value_of(object, "name");
    if (!name)
      if (const Value* id = value_of(object, "@id"))
        if (const auto found = by_id.find(id->text); found != by_id.end()) name = value_of(*found->second, "name");
    if (name && rule->field != Field::address) add(*rule, *name, is_inner(parent) ? 200 : 0, object.key);
  }
  return out;
}

}  // namespace dragoman
