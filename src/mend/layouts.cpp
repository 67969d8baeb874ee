#include "mend/layouts.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <map>
#include <sstream>

#include "mend/key_tables.h"

namespace dragoman {
namespace {

constexpr char32_t grave = 0x300, acute = 0x301, circumflex = 0x302, tilde = 0x303, diaeresis = 0x308, ring = 0x30A,
                   caron = 0x30C;

struct Composition {
  char32_t whole, letter, accent;
};
// What the dead keys of the layouts in knowledge/layouts.toml can give.
constexpr Composition compositions[] = {
    {U'ά', U'α', acute},      {U'έ', U'ε', acute},      {U'ή', U'η', acute},      {U'ί', U'ι', acute},
    {U'ό', U'ο', acute},      {U'ύ', U'υ', acute},      {U'ώ', U'ω', acute},      {U'Ά', U'Α', acute},
    {U'Έ', U'Ε', acute},      {U'Ή', U'Η', acute},      {U'Ί', U'Ι', acute},      {U'Ό', U'Ο', acute},
    {U'Ύ', U'Υ', acute},      {U'Ώ', U'Ω', acute},      {U'ϊ', U'ι', diaeresis},  {U'ϋ', U'υ', diaeresis},
    {U'Ϊ', U'Ι', diaeresis},  {U'Ϋ', U'Υ', diaeresis},  {U'ΐ', U'ϊ', acute},      {U'ΰ', U'ϋ', acute},
    {U'á', U'a', acute},      {U'é', U'e', acute},      {U'í', U'i', acute},      {U'ó', U'o', acute},
    {U'ú', U'u', acute},      {U'ý', U'y', acute},      {U'Á', U'A', acute},      {U'É', U'E', acute},
    {U'Í', U'I', acute},      {U'Ó', U'O', acute},      {U'Ú', U'U', acute},      {U'à', U'a', grave},
    {U'è', U'e', grave},      {U'ì', U'i', grave},      {U'ò', U'o', grave},      {U'ù', U'u', grave},
    {U'À', U'A', grave},      {U'È', U'E', grave},      {U'Ì', U'I', grave},      {U'Ò', U'O', grave},
    {U'Ù', U'U', grave},      {U'â', U'a', circumflex}, {U'ê', U'e', circumflex}, {U'î', U'i', circumflex},
    {U'ô', U'o', circumflex}, {U'û', U'u', circumflex}, {U'Â', U'A', circumflex}, {U'Ê', U'E', circumflex},
    {U'Î', U'I', circumflex}, {U'Ô', U'O', circumflex}, {U'Û', U'U', circumflex}, {U'ä', U'a', diaeresis},
    {U'ë', U'e', diaeresis},  {U'ï', U'i', diaeresis},  {U'ö', U'o', diaeresis},  {U'ü', U'u', diaeresis},
    {U'ÿ', U'y', diaeresis},  {U'Ä', U'A', diaeresis},  {U'Ë', U'E', diaeresis},  {U'Ï', U'I', diaeresis},
    {U'Ö', U'O', diaeresis},  {U'Ü', U'U', diaeresis},  {U'ã', U'a', tilde},      {U'ñ', U'n', tilde},
    {U'õ', U'o', tilde},      {U'Ã', U'A', tilde},      {U'Ñ', U'N', tilde},      {U'Õ', U'O', tilde},
    {U'å', U'a', ring},       {U'Å', U'A', ring},       {U'č', U'c', caron},      {U'š', U's', caron},
    {U'ž', U'z', caron},      {U'ř', U'r', caron},      {U'ě', U'e', caron},
};

const std::map<std::string_view, char32_t> dead_keys = {
    {"dead_grave", grave},         {"dead_acute", acute},    {"dead_circumflex", circumflex}, {"dead_tilde", tilde},
    {"dead_diaeresis", diaeresis}, {"dead_abovering", ring}, {"dead_caron", caron},
};

using Keys = std::vector<std::u32string>;  // 48 plain, then 48 shifted; "" for a key that gives nothing

// Presentation forms of lam-alef stand for two letters.
std::u32string spelled(std::string_view field) {
  if (const auto dead = dead_keys.find(field); dead != dead_keys.end()) return {dead->second};
  std::u32string out;
  for (const char32_t c : letters_of(field).points) {
    switch (c) {
      case 0xFEFB:
        out += U"لا";
        break;
      case 0xFEF7:
        out += U"لأ";
        break;
      case 0xFEF9:
        out += U"لإ";
        break;
      case 0xFEF5:
        out += U"لآ";
        break;
      default:
        out += c;
    }
  }
  return out;
}

bool read_level(const toml::table& table, const char* level, Keys& keys) {
  static constexpr std::array<std::size_t, 4> row_sizes = {13, 13, 11, 11};
  const toml::array* rows = table[level].as_array();
  if (!rows || rows->size() != row_sizes.size()) return false;
  for (std::size_t i = 0; i < row_sizes.size(); ++i) {
    std::istringstream row(rows->get(i)->value_or(std::string()));
    std::size_t count = 0;
    for (std::string field; row >> field; ++count) keys.push_back(spelled(field));
    if (count != row_sizes[i]) return false;
  }
  return true;
}

// What xkb-data gives for the layout; false when the program was built without it.
bool read_key_table(const std::string& name, Keys& keys) {
  for (std::size_t i = 0; i < key_table_count; ++i)
    if (name == key_tables[i].layout) {
      for (const char* key : key_tables[i].keys) keys.push_back(spelled(key));
      return true;
    }
  return false;
}

struct Layout {
  Keys keys;
  std::string language;
};

constexpr std::size_t level_size = 48, extra_key = 37;  // the key right of the left Shift doubles others

bool is_same_letter(std::u32string_view a, std::u32string_view b) {
  return a.size() == 1 && b.size() == 1 && (lower(a[0]) == lower(b[0]) || (is_letter(a[0]) && !is_letter(b[0])));
}

Confusion confusion_of(const Layout& meant, const Layout& active) {
  Confusion out;
  std::size_t same = 0, letters = 0;
  for (std::size_t key = 0; key < level_size; ++key) {
    const auto& plain = active.keys[key];
    if (plain.empty() || !is_letter(plain[0])) continue;
    ++letters;
    same += active.keys[key + level_size] == plain;
  }
  out.loses_case = letters && same * 2 > letters;
  const auto add = [&](std::size_t key) {
    const std::u32string& from = active.keys[key];
    const std::u32string& to = meant.keys[key];
    if (to.empty() || from.empty() || (from.size() == 1 && from[0] >= 0x300 && from[0] < 0x370)) return;
    if (from.size() == 2) {
      out.other_keys.emplace_back(from, to);
    } else if (const std::u32string& first = out.keys.add(from[0], to);
               first != to && is_letter(from[0]) && !is_same_letter(first, to)) {
      out.other_keys.emplace_back(from, to);
    }
  };
  for (std::size_t key = 0; key < 2 * level_size; ++key)
    if (key % level_size != extra_key) add(key);
  add(extra_key);
  add(extra_key + level_size);
  return out;
}

}  // namespace

char32_t composed(char32_t letter, char32_t accent) {
  for (const Composition& c : compositions)
    if (c.letter == letter && c.accent == accent) return c.whole;
  return 0;
}

std::u32string taken_apart(char32_t c) {
  for (const Composition& entry : compositions)
    if (entry.whole == c) return taken_apart(entry.letter).insert(0, 1, entry.accent);
  return {c};
}

bool Confusion::meant_text(std::u32string_view typed, std::u32string& out) const {
  out.clear();
  std::u32string pending;  // accents waiting for their letter
  const auto press = [&](char32_t c) {
    const std::u32string* key = keys.find(c);
    if (!key) return false;
    for (char32_t made : *key) {
      if (made >= 0x300 && made < 0x370) {
        pending += made;
        continue;
      }
      while (!pending.empty()) {
        made = composed(made, pending.back());
        if (!made) return false;
        pending.pop_back();
      }
      out += made;
    }
    return true;
  };
  for (const char32_t c : typed) {
    if (keys.find(c)) {
      if (!press(c)) return false;
      continue;
    }
    const std::u32string parts = active_script == Script::hangul ? jamo_of({&c, 1}) : taken_apart(c);
    if (parts.size() == 1 && parts[0] == c) return false;
    for (const char32_t part : parts)
      if (!press(part)) return false;
  }
  if (!pending.empty()) return false;
  if (meant_script == Script::hangul) out = syllables_of(out);
  return true;
}

std::vector<std::u32string> Confusion::readings(std::u32string_view typed) const {
  std::vector<std::u32string> out(1);
  if (other_keys.empty()) {
    if (!meant_text(typed, out[0])) out.clear();
    return out;
  }
  constexpr std::size_t most = 16;
  std::vector<std::vector<std::u32string>> from(typed.size() + 1);  // readings of the first n characters
  from[0] = {U""};
  for (std::size_t at = 0; at < typed.size(); ++at) {
    const auto go_on = [&](std::size_t length, std::u32string_view made) {
      for (const std::u32string& reading : from[at])
        if (from[at + length].size() < most) from[at + length].push_back(reading + std::u32string(made));
    };
    std::u32string made;
    if (meant_text(typed.substr(at, 1), made)) go_on(1, made);
    for (const auto& [keys_text, to] : other_keys)
      if (typed.substr(at).starts_with(keys_text)) go_on(keys_text.size(), to);
  }
  return from.back();
}

Result<Layouts> Layouts::load(const std::string& data_folder, const WordModel& model) {
  const std::string path = data_folder + "/knowledge/layouts.toml";
  const auto bad = [&](const std::string& what) {
    return fail(FailureCode::bad_knowledge, path, what, "see the notes at the head of the file");
  };
  const toml::parse_result parsed = toml::parse_file(path);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    return bad("line " + std::to_string(error.source().begin.line) + ": " + std::string(error.description()));
  }
  const toml::table& file = parsed.table();
  std::map<std::string, Layout> layouts;
  if (const toml::array* list = file["layout"].as_array())
    for (const toml::node& node : *list) {
      if (!node.is_table()) return bad("layout is no table");
      const toml::table& table = *node.as_table();
      Layout layout{{}, table["language"].value_or(std::string())};
      const std::string name = table["name"].value_or(std::string());
      const bool has_rows = table.contains("plain");
      if (has_rows && (!read_level(table, "plain", layout.keys) || !read_level(table, "shift", layout.keys)))
        return bad("layout " + name + ": each level has four rows of 13, 13, 11 and 11 keys");
      if (!has_rows && !read_key_table(name, layout.keys))
        return bad("layout " + name + " is not in this program: give it rows, or build the program again");
      layouts[name] = std::move(layout);
    }
  Layouts out;
  if (const toml::array* list = file["pair"].as_array())
    for (const toml::node& node : *list) {
      if (!node.is_table()) return bad("pair is no table");
      const toml::table& table = *node.as_table();
      const std::string meant = table["meant"].value_or(std::string()),
                        active = table["active"].value_or(std::string());
      if (!layouts.contains(meant) || !layouts.contains(active))
        return bad("pair of an unknown layout: " + meant + ", " + active);
      Confusion confusion = confusion_of(layouts[meant], layouts[active]);
      confusion.meant = meant;
      confusion.active = active;
      confusion.cost = static_cast<float>(table["cost"].value_or(0.0));
      confusion.meant_language = model.language(layouts[meant].language);
      confusion.active_language = model.language(layouts[active].language);
      if (confusion.meant_language == no_language || confusion.active_language == no_language) continue;
      confusion.meant_script = model.languages()[confusion.meant_language].script;
      confusion.active_script = model.languages()[confusion.active_language].script;
      out.confusions_.push_back(std::move(confusion));
    }
  return out;
}

}  // namespace dragoman
