#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/json_writer.h"
#include "base/unicode.h"
#include "cli/inputs.h"
#include "query/events.h"
#include "query/fields.h"

namespace dragoman::cli {
namespace {

using query::Target;

struct QueryCommand {
  std::string store, text, format = "table";
  std::vector<std::string> by;
  bool reports = false, statements = false, sql = false;
  std::int64_t limit = 0, sample = 0;
  double seconds = 30;
};

struct Table {
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> rows;
  std::vector<bool> is_number;
};

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == text.npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

std::string first_points(const std::string& text, std::size_t most, std::size_t& width) {
  std::string out;
  width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded8 point = decode_utf8(text, at);
    if (width == most) return out + "…";
    out += point.code_point == '\n' ? " " : text.substr(at, point.size);
    at += point.size;
    ++width;
  }
  return out;
}

void show_table(const Table& table) {
  constexpr std::size_t widest = 60;
  static const std::string unknown = "-";
  const std::size_t columns = table.names.size();
  std::vector<std::size_t> widths(columns, 0);
  std::vector<std::vector<std::pair<std::string, std::size_t>>> cells(table.rows.size() + 1);
  for (std::size_t row = 0; row <= table.rows.size(); ++row)
    for (std::size_t i = 0; i < columns; ++i) {
      std::size_t width = 0;
      const std::string& text = row == 0                         ? table.names[i]
                                : table.rows[row - 1][i].empty() ? unknown
                                                                 : table.rows[row - 1][i];
      const std::string cut = first_points(text, widest, width);
      width += cut.size() > text.size() || cut.ends_with("…") ? 1 : 0;
      widths[i] = std::max(widths[i], width);
      cells[row].emplace_back(cut, width);
    }
  std::string out;
  for (const auto& row : cells) {
    std::string line;
    for (std::size_t i = 0; i < columns; ++i) {
      const std::string blanks(widths[i] - std::min(widths[i], row[i].second), ' ');
      line += (i ? "  " : "") + (table.is_number[i] ? blanks + row[i].first : row[i].first + blanks);
    }
    out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  print_text(out);
}

void show(const Table& table, const std::string& format) {
  std::string out;
  if (format == "table") return show_table(table);
  if (format == "csv") {
    const auto add = [&](const std::vector<std::string>& cells) {
      for (std::size_t i = 0; i < cells.size(); ++i) out += (i ? "," : "") + csv_field(cells[i]);
      out += "\r\n";
    };
    add(table.names);
    for (const auto& row : table.rows) add(row);
  } else {
    for (const auto& row : table.rows) {
      JsonWriter json;
      json.begin_object();
      for (std::size_t i = 0; i < row.size(); ++i) {
        json.key(table.names[i]);
        if (table.is_number[i] && row[i].empty())
          json.null();
        else if (table.is_number[i])
          json.number(std::strtod(row[i].c_str(), nullptr), 6);
        else
          json.value(row[i]);
      }
      json.end_object();
      out += json.take() + "\n";
    }
  }
  print(out);
}

std::string number(const std::optional<std::int64_t>& value) { return value ? std::to_string(*value) : ""; }

Table events_table(const std::vector<store::FlatEvent>& events, bool is_for_people) {
  Table out;
  out.names = {
      "day",    "type",    "mode",     "status",    "actor", "actor_country", "recipient", "recipient_country", "place",
      "killed", "reports", "evidence", "publisher", "id"};
  out.is_number = {false, false, false, false, false, false, false, false, false, true, true, false, false, false};
  for (const store::FlatEvent& event : events) {
    static const store::FlatParty nobody;
    const store::FlatParty& actor = event.actors.empty() ? nobody : event.actors[0];
    const store::FlatParty& recipient = event.recipients.empty() ? nobody : event.recipients[0];
    out.rows.push_back({event.grain == "day" ? event.day : event.day.substr(0, event.grain == "month" ? 7 : 4),
                        event.type, event.mode, event.status, actor.name, actor.country, recipient.name,
                        recipient.country, event.place, number(event.killed), std::to_string(event.reports),
                        is_for_people ? event.evidence : event.sentence, event.document.publisher, event.key});
  }
  return out;
}

int fail_with(const Failure& failure, const std::string& text) {
  if (failure.file == "query" && failure.byte) {  // show the place in the query
    std::fprintf(stderr, "dragoman: %s; %s\n  %s\n  %*s^\n", failure.what.c_str(), failure.remedy.c_str(), text.c_str(),
                 static_cast<int>(*failure.byte), "");
    return exit_wrong_use;
  }
  std::fprintf(stderr, "dragoman: %s\n", to_string(failure).c_str());
  return exit_cannot_start;
}

int run(const QueryCommand& command) {
  const Target target = command.statements ? Target::statements : Target::events;
  for (const std::string& name : command.by)
    if (!query::group_of(name, target)) {
      std::fprintf(stderr, "dragoman: counts cannot be grouped by \"%s\"; groups are %s\n", name.c_str(),
                   query::group_names(target).c_str());
      return exit_wrong_use;
    }
  const auto parsed = query::parse_query(command.text, target);
  if (!parsed) return fail_with(parsed.error(), command.text);
  auto database = store::Database::open(command.store, store::Access::read);
  if (!database) return fail_with(database.error(), command.text);
  (*database)->limit({command.seconds});
  const store::Dialect dialect = (*database)->dialect();
  const auto counting = command.reports ? query::Counting::reports : query::Counting::events;
  const bool is_list = command.by.empty();
  const std::int64_t most = command.limit ? command.limit : is_list ? 20 : 1000;
  const query::Sql sql = !is_list         ? query::count_of(*parsed, target, dialect, command.by, counting, most + 1)
                         : command.sample ? query::sample_of(*parsed, dialect, command.sample)
                                          : query::list_of(*parsed, target, dialect, {most + 1, {}, 0});
  if (command.sql) {
    print(query::to_string(sql));
    return exit_good;
  }
  auto statement = query::prepared(**database, sql);
  if (!statement) return fail_with(statement.error(), command.text);
  Table table;
  std::vector<std::int64_t> ids;
  {
    auto rows = (*statement)->rows();
    if (!rows) return fail_with(rows.error(), command.text);
    for (;;) {
      const auto more = (*rows)->next();
      if (!more) return fail_with(more.error(), command.text);
      if (!*more) break;
      if (is_list) {
        ids.push_back((*rows)->integer(0));
        continue;
      }
      if (table.names.empty())
        for (int i = 0; i < (*rows)->columns(); ++i) {
          table.names.push_back((*rows)->name(i));
          table.is_number.push_back(i + 1 == (*rows)->columns());
        }
      std::vector<std::string> row;
      for (int i = 0; i < (*rows)->columns(); ++i) row.emplace_back((*rows)->text(i));
      table.rows.push_back(std::move(row));
    }
  }
  const auto found = static_cast<std::int64_t>(is_list ? ids.size() : table.rows.size());
  const bool is_cut = !command.sample && found > most;
  if (is_cut) is_list ? ids.pop_back() : table.rows.pop_back();
  if (is_list && target == Target::events) {
    const auto events = query::events_of(**database, ids);
    if (!events) return fail_with(events.error(), command.text);
    table = events_table(*events, command.format == "table");
  } else if (is_list) {
    auto statements = query::statements_of(**database, ids);
    if (!statements) return fail_with(statements.error(), command.text);
    table.names = {"day", "speaker", "speaker_country", "stance", "cue", "content", "publisher"};
    table.is_number.assign(table.names.size(), false);
    for (const auto& row : *statements)
      table.rows.push_back(
          {row.day, row.speaker, row.speaker_country, row.stance, row.cue, row.content, row.publisher});
  }
  if (found == 0) {
    std::fputs("nothing found\n", stderr);
    return exit_good;
  }
  show(table, command.format);
  if (is_cut)
    std::fprintf(stderr, "the first %lld rows; more with --limit, all with dragoman export\n",
                 static_cast<long long>(most));
  return exit_good;
}

}  // namespace

Command add_query(CLI::App& app) {
  auto command = std::make_shared<QueryCommand>();
  app.add_option("store", command->store, "file of the store, or postgresql://user@host/database")->required();
  app.add_option("query", command->text, "what to look for; everything when it is left out");
  app.add_option("--by", command->by, "count, grouped by: " + query::group_names(Target::events))
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_flag("--statements", command->statements, "statements instead of events");
  auto* reports = app.add_flag("--reports", command->reports, "count each article that tells an event");
  app.add_flag_callback(
         "--events", [] {}, "count an event once, however many articles tell it (the default)")
      ->excludes(reports);
  app.add_option("--format", command->format, "table, csv or ndjson")->check(CLI::IsMember({"table", "csv", "ndjson"}));
  app.add_option("--limit", command->limit, "rows at most (20; 1000 with --by)")->check(CLI::Range(1, 1000000));
  app.add_option("--sample", command->sample, "so many events by chance, the same each time")
      ->check(CLI::Range(1, 100000));
  app.add_option("--deadline", command->seconds, "seconds after which to give up (30)")
      ->check(CLI::Range(0.1, 36000.0));
  app.add_flag("--sql", command->sql, "show the SQL and its values instead of asking");
  app.footer("Fields: " + query::field_names(Target::events) +
             "\nof statements: " + query::field_names(Target::statements) +
             "\nExamples:\n  dragoman query news.db 'actor:RUS recipient:UKR type:ASSAULT date:2025-01..2025-07 "
             "killed:>=1 text:\"drone\"'\n  dragoman query news.db --by month,type\n"
             "  dragoman query news.db --by actor,recipient --format csv 'status:actual'\n"
             "  dragoman query news.db --statements --by speaker,stance 'said:ceasefire'");
  return [command](const Settings&) { return run(*command); };
}

}  // namespace dragoman::cli
