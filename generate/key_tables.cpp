// Runs during the build: what every key of the layouts in knowledge/layouts.toml gives, by xkb-data through
// libxkbcommon, as C++ for the mend stage.
//
//   key_tables knowledge/layouts.toml OUT.cpp
//
// A layout with rows of its own (`plain`, `shift`) is left out: they are read where the program starts.
#include <toml++/toml.h>
#include <xkbcommon/xkbcommon.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

namespace {

// The 48 keys that give characters, in the order of knowledge/layouts.toml.
constexpr const char* keys[] = {"TLDE", "AE01", "AE02", "AE03", "AE04", "AE05", "AE06", "AE07", "AE08", "AE09",
                                "AE10", "AE11", "AE12", "AD01", "AD02", "AD03", "AD04", "AD05", "AD06", "AD07",
                                "AD08", "AD09", "AD10", "AD11", "AD12", "BKSL", "AC01", "AC02", "AC03", "AC04",
                                "AC05", "AC06", "AC07", "AC08", "AC09", "AC10", "AC11", "LSGT", "AB01", "AB02",
                                "AB03", "AB04", "AB05", "AB06", "AB07", "AB08", "AB09", "AB10"};

using Context = std::unique_ptr<xkb_context, decltype(&xkb_context_unref)>;
using Keymap = std::unique_ptr<xkb_keymap, decltype(&xkb_keymap_unref)>;

void append_utf8(std::string& out, std::uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

// "q", or "dead_acute", or "" for a key that gives nothing.
std::string name_of(xkb_keymap* keymap, const char* key, xkb_level_index_t level) {
  const xkb_keycode_t code = xkb_keymap_key_by_name(keymap, key);
  const xkb_keysym_t* symbols = nullptr;
  if (code == XKB_KEYCODE_INVALID || xkb_keymap_key_get_syms_by_level(keymap, code, 0, level, &symbols) < 1) return "";
  char name[64] = "";
  xkb_keysym_get_name(symbols[0], name, sizeof name);
  if (std::string_view(name).substr(0, 5) == "dead_") return name;
  const std::uint32_t c = xkb_keysym_to_utf32(symbols[0]);
  std::string out;
  if (c > 0x20 && c != 0x7F && c < 0x10000) append_utf8(out, c);
  return out;
}

std::string literal(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

int fail(const std::string& what) {
  std::fprintf(stderr, "key_tables: %s\n", what.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return fail("give knowledge/layouts.toml and the file to write");
  const toml::parse_result parsed = toml::parse_file(argv[1]);
  if (!parsed) return fail(std::string(argv[1]) + ": " + std::string(parsed.error().description()));
  const toml::array* layouts = parsed.table()["layout"].as_array();
  if (!layouts) return fail(std::string(argv[1]) + ": no [[layout]]");
  const Context context(xkb_context_new(XKB_CONTEXT_NO_FLAGS), xkb_context_unref);
  std::string out = "// Made by generate/key_tables.cpp from knowledge/layouts.toml and xkb-data.\n"
                    "#include \"mend/key_tables.h\"\n\nnamespace dragoman {\n\nconst KeyTable key_tables[] = {\n";
  std::size_t count = 0;
  for (const toml::node& node : *layouts) {
    const toml::table& table = *node.as_table();
    if (table.contains("plain")) continue;
    const std::string name = table["name"].value_or(std::string()), layout = table["xkb"].value_or(std::string()),
                      variant = table["variant"].value_or(std::string());
    const xkb_rule_names names{"evdev", "pc105", layout.c_str(), variant.c_str(), ""};
    const Keymap keymap(xkb_keymap_new_from_names(context.get(), &names, XKB_KEYMAP_COMPILE_NO_FLAGS),
                        xkb_keymap_unref);
    if (layout.empty() || !keymap) return fail("layout " + name + ": xkb-data has no \"" + layout + "\" " + variant);
    out += "    {" + literal(name) + ",\n     {";
    for (xkb_level_index_t level = 0; level < 2; ++level)
      for (const char* key : keys) out += literal(name_of(keymap.get(), key, level)) + ", ";
    out += "}},\n";
    ++count;
  }
  out += "};\nconst std::size_t key_table_count = " + std::to_string(count) + ";\n\n}  // namespace dragoman\n";
  std::ofstream file(argv[2], std::ios::binary);
  file << out;
  return file.flush().good() ? 0 : fail(std::string(argv[2]) + ": cannot be written");
}
