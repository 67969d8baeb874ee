#include "query/sql.h"

#include <algorithm>
#include <cmath>

#include "query/fields.h"

namespace dragoman::query {
namespace {

using store::Dialect;

bool is_country(const std::string& text) {
  return text.size() == 3 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::string last_of(const std::string& day) {  // the last day of a year or month
  return day + std::string("-12-31").substr(day.size() == 4 ? 0 : day.size() == 7 ? 3 : 6);
}

class Builder {
 public:
  Builder(Target target, Dialect dialect) : target_(target), dialect_(dialect) {}

  std::string bind(Bound value) {
    out_.values.push_back(std::move(value));
    return "$" + std::to_string(out_.values.size());
  }

  std::string condition(const Node& node) {
    std::string out;
    if (node.kind == Node::Kind::term) {
      for (const Value& value : node.values) out.append(out.empty() ? "" : " OR ").append(term(*node.field, value));
      if (node.values.size() > 1) out = "(" + out + ")";
    } else {
      for (const Node& part : node.parts)
        out.append(out.empty() ? "" : node.kind == Node::Kind::all ? " AND " : " OR ").append(condition(part));
      if (out.empty()) out = "1 = 1";
      if (node.parts.size() > 1) out = "(" + out + ")";
    }
    // What is not known does not hold, so "not" keeps it.
    return node.is_negated ? "NOT coalesce((" + out + "), FALSE)" : out;
  }

  Sql take(std::string text) {
    out_.text = std::move(text);
    return std::move(out_);
  }

  // Tables that nothing asks for are left out: counts then need an index alone.
  std::string from(const std::string& used) const {
    const std::string row = target_ == Target::events ? "e" : "t";
    std::string out = target_ == Target::events ? " FROM events e" : " FROM statements t";
    const auto join = [&](const char* alias, const char* table, const char* key) {
      if (used.find(std::string(alias) + ".") == used.npos) return;
      out += " JOIN " + std::string(table) + " " + alias + " ON " + alias + ".id = " + row + "." + key;
    };
    join("r", "readings", "reading");
    join("d", "documents", "document");
    return out + " WHERE " + row + ".current = 1 AND ";
  }

  std::string week(std::string sql) const {
    const auto at = sql.find("$week(");
    if (at == sql.npos) return sql;
    const std::string day = sql.substr(at + 6, sql.find(')', at) - at - 6);
    // The Monday of the week.
    return dialect_ == Dialect::sqlite ? "date(" + day + ", '-6 days', 'weekday 1')"
                                       : "to_char(date_trunc('week', CAST(" + day + " AS date)), 'YYYY-MM-DD')";
  }

 private:
  std::string holds(const std::string& column, const std::string& text) {  // upper and lower case alike
    std::string pattern = "%";
    for (const char c : text) {
      if (c == '%' || c == '_' || c == '\\') pattern += '\\';
      pattern += c;
    }
    return column + (dialect_ == Dialect::sqlite ? " LIKE " : " ILIKE ") + bind(pattern + "%") + " ESCAPE '\\'";
  }

  std::string party(const Field& field, const Value& value) {
    const std::size_t slash = value.is_quoted ? std::string::npos : value.text.find('/');
    const bool is_code =
        !value.is_quoted && (is_country(value.text) ||
                             (slash != std::string::npos && (slash == 0 || is_country(value.text.substr(0, slash)))));
    std::string inside;
    if (is_code) {
      const std::string country = value.text.substr(0, slash);
      const std::string sector = slash == std::string::npos ? "" : value.text.substr(slash + 1);
      if (!country.empty())
        inside = (target_ == Target::events ? "p.country = " : "t.speaker_country = ") + bind(country);
      if (!sector.empty())
        inside += (inside.empty() ? "" : " AND ") +
                  std::string(target_ == Target::events ? "p.sector = " : "t.speaker_sector = ") + bind(sector);
      if (inside.empty()) inside = "1 = 1";
    }
    if (target_ == Target::statements) return is_code ? "(" + inside + ")" : holds("t.speaker", value.text);
    if (!is_code) {
      const std::string name = holds("p.name", value.text);
      inside = "(" + name + " OR " + holds("p.words", value.text) + ")";
    }
    const std::string role = field.column.empty() ? "" : " AND p.role = '" + std::string(field.column) + "'";
    return "e.id IN (SELECT p.event FROM parties p WHERE " + inside + role + ")";
  }

  std::string days(const std::string& column, const Value& value) {
    const auto first = [](const std::string& day) {
      return day + std::string("-01-01").substr(day.size() == 4 ? 0 : day.size() == 7 ? 3 : 6);
    };
    switch (value.comparison) {
      case Comparison::less:
        return column + " < " + bind(first(value.text));
      case Comparison::at_most:
        return column + " <= " + bind(last_of(value.text));
      case Comparison::more:
        return column + " > " + bind(last_of(value.text));
      case Comparison::at_least:
        return column + " >= " + bind(first(value.text));
      case Comparison::equal:
        return "(" + column + " >= " + bind(first(value.text)) + " AND " + column + " <= " + bind(last_of(value.text)) +
               ")";
      case Comparison::between:
        break;
    }
    std::string out;
    if (!value.text.empty()) out = column + " >= " + bind(first(value.text));
    if (!value.upper.empty()) out += (out.empty() ? "" : " AND ") + column + " <= " + bind(last_of(value.upper));
    return "(" + out + ")";
  }

  std::string number(const std::string& column, const Value& value) {
    const auto bound = [&](const std::string& text) { return bind(std::strtod(text.c_str(), nullptr)); };
    switch (value.comparison) {
      case Comparison::less:
        return column + " < " + bound(value.text);
      case Comparison::at_most:
        return column + " <= " + bound(value.text);
      case Comparison::more:
        return column + " > " + bound(value.text);
      case Comparison::at_least:
        return column + " >= " + bound(value.text);
      case Comparison::equal:
        return column + " = " + bound(value.text);
      case Comparison::between:
        break;
    }
    std::string out;
    if (!value.text.empty()) out = column + " >= " + bound(value.text);
    if (!value.upper.empty()) out += (out.empty() ? "" : " AND ") + column + " <= " + bound(value.upper);
    return "(" + out + ")";
  }

  // On a plane with the scale of the place: good to some per cent for some hundred kilometres.
  std::string near(const Value& value) {
    double numbers[3] = {};
    std::size_t at = 0;
    for (double& number : numbers) {
      number = std::strtod(value.text.c_str() + std::min(at, value.text.size()), nullptr);
      at = std::min(value.text.find(';', at), value.text.size() - 1) + 1;
    }
    constexpr double kilometres = 111.195;  // of a degree
    const double east = kilometres * std::cos(numbers[0] * 3.14159265358979 / 180);
    const std::string north_part = "(e.latitude - " + bind(numbers[0]) + ") * " + bind(kilometres);
    const std::string north_again = "(e.latitude - " + bind(numbers[0]) + ") * " + bind(kilometres);
    const std::string east_part = "(e.longitude - " + bind(numbers[1]) + ") * " + bind(east);
    const std::string east_again = "(e.longitude - " + bind(numbers[1]) + ") * " + bind(east);
    return "(" + north_part + " * " + north_again + " + " + east_part + " * " + east_again +
           " <= " + bind(numbers[2] * numbers[2]) + ")";
  }

  std::string words(const std::string& column, const std::string& text) {
    if (dialect_ == Dialect::postgres)
      return column +
             " IN (SELECT w.id FROM sentences w WHERE to_tsvector('simple', w.text) @@ phraseto_tsquery('simple', " +
             bind(text) + "))";
    std::string phrase = "\"";  // between quotation marks nothing is an operator
    for (const char c : text) phrase += c == '"' ? "\"\"" : std::string(1, c);
    return column + " IN (SELECT rowid FROM sentence_words WHERE sentence_words MATCH " + bind(phrase + "\"") + ")";
  }

  std::string term(const Field& field, const Value& value) {
    const std::string column(target_ == Target::events ? field.column : field.statements);
    switch (field.kind) {
      case FieldKind::party:
        return party(field, value);
      case FieldKind::place:
        if (!value.is_quoted && is_country(value.text)) return "e.place_country = " + bind(value.text);
        return holds("e.place", value.text);
      case FieldKind::word:
        return column + " = " + bind(value.text);
      case FieldKind::prefix:
        return "(" + column + " >= " + bind(value.text) + " AND " + column + " < " + bind(value.text + "\x7f") + ")";
      case FieldKind::name:
        return holds(column, value.text);
      case FieldKind::list:
        return holds("';' || " + column + " || ';'", ";" + value.text + ";");
      case FieldKind::day:
        return days(column, value);
      case FieldKind::number:
        return number(column, value);
      case FieldKind::near:
        return near(value);
      case FieldKind::text:
        return words(column, value.text);
    }
    return "1 = 1";
  }

  Target target_;
  Dialect dialect_;
  Sql out_;
};

}  // namespace

std::string to_string(const Sql& sql) {
  std::string out = sql.text + "\n";
  for (std::size_t i = 0; i < sql.values.size(); ++i) {
    out += "  $" + std::to_string(i + 1) + " = ";
    if (const auto* text = std::get_if<std::string>(&sql.values[i])) {
      out += "'" + *text + "'";
    } else if (const auto* number = std::get_if<double>(&sql.values[i])) {
      char buffer[40];
      std::snprintf(buffer, sizeof buffer, "%g", *number);
      out += buffer;
    } else {
      out += std::to_string(std::get<std::int64_t>(sql.values[i]));
    }
    out += "\n";
  }
  return out;
}

Sql list_of(const Node& query, Target target, Dialect dialect, const Page& page) {
  Builder builder(target, dialect);
  const std::string row = target == Target::events ? "e" : "t", day = row + ".day";
  std::string condition = builder.condition(query);
  if (page.after_day && page.after_day->empty()) {
    condition += " AND " + day + " IS NULL AND " + row + ".id < " + builder.bind(page.after_id);
  } else if (page.after_day) {
    const std::string before = builder.bind(*page.after_day), same = builder.bind(*page.after_day);
    condition += " AND (" + day + " < " + before + " OR (" + day + " = " + same + " AND " + row + ".id < " +
                 builder.bind(page.after_id) + ") OR " + day + " IS NULL)";
  }
  std::string text = "SELECT " + row + ".id, coalesce(" + day + ", '')" + builder.from(condition) + condition +
                     " ORDER BY " + day + " DESC NULLS LAST, " + row + ".id DESC LIMIT ";
  text += builder.bind(page.limit);
  return builder.take(std::move(text));
}

Sql ordered_ids(const Node& query, Dialect dialect) {
  Builder builder(Target::events, dialect);
  const std::string condition = builder.condition(query);
  return builder.take("SELECT e.id" + builder.from(condition + "d.") + condition + " ORDER BY d.sha256, e.number");
}

Sql sample_of(const Node& query, Dialect dialect, std::int64_t size) {
  Builder builder(Target::events, dialect);
  const std::string condition = builder.condition(query);
  // The key is a digest already; its middle is as good as any.
  std::string text = "SELECT e.id, coalesce(e.day, '')" + builder.from(condition) + condition +
                     " ORDER BY substr(e.key, 9, 16), e.key LIMIT ";
  text += builder.bind(size);
  return builder.take(std::move(text));
}

Sql count_of(const Node& query, Target target, Dialect dialect, const std::vector<std::string>& names,
             Counting counting, std::int64_t limit) {
  Builder builder(target, dialect);
  std::string columns, grouped;
  bool in_time = false;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Group* group = group_of(names[i], target);
    if (!group) continue;
    const std::string sql = builder.week(std::string(target == Target::events ? group->events : group->statements));
    columns += "coalesce(" + sql + ", '') AS \"" + std::string(group->name) + "\", ";
    grouped += (grouped.empty() ? "" : ", ") + std::to_string(i + 1);
    in_time =
        in_time || (i == 0 && (names[i] == "day" || names[i] == "week" || names[i] == "month" || names[i] == "year"));
  }
  const std::string count = target == Target::statements || counting == Counting::reports
                                ? "count(*)"
                                : "count(*) - count(e.cluster) + count(DISTINCT e.cluster)";
  const char* unit = target == Target::statements ? "statements" : counting == Counting::reports ? "reports" : "events";
  const std::string condition = builder.condition(query);
  std::string text =
      "SELECT " + columns + count + " AS \"" + unit + "\"" + builder.from(columns + condition) + condition;
  if (!grouped.empty())
    text += " GROUP BY " + grouped + " ORDER BY " +
            (in_time ? grouped : std::to_string(names.size() + 1) + " DESC, " + grouped);
  text += " LIMIT " + builder.bind(limit);
  return builder.take(std::move(text));
}

Result<std::unique_ptr<store::Statement>> prepared(store::Database& database, const Sql& sql) {
  auto statement = database.prepare(sql.text);
  if (!statement) return statement;
  for (const Bound& value : sql.values) std::visit([&](const auto& bound) { (*statement)->add(bound); }, value);
  return statement;
}

}  // namespace dragoman::query
