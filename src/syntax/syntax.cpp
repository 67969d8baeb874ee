#include "syntax/syntax.h"

namespace dragoman {

struct Parser::Data {};
Parser::Parser(std::unique_ptr<Data> data) : data_(std::move(data)) {}
Parser::Parser(Parser&&) noexcept = default;
Parser& Parser::operator=(Parser&&) noexcept = default;
Parser::~Parser() = default;
Result<Parser> Parser::load(const std::string&) { return Parser(std::make_unique<Data>()); }
Syntax Parser::parse(const Page&, const Article&) const { return {}; }
Syntax Parser::parse_words(std::string_view, std::vector<Sentence>, std::vector<Token>) const { return {}; }

}  // namespace dragoman
