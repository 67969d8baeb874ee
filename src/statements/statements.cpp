#include "statements/statements.h"

namespace dragoman {

struct StatementFinder::Data {};
StatementFinder::StatementFinder(std::unique_ptr<Data> data) : data_(std::move(data)) {}
StatementFinder::StatementFinder(StatementFinder&&) noexcept = default;
StatementFinder& StatementFinder::operator=(StatementFinder&&) noexcept = default;
StatementFinder::~StatementFinder() = default;
Result<StatementFinder> StatementFinder::load(const std::string&, const std::vector<std::string>&) { return StatementFinder(std::make_unique<Data>()); }
Statements StatementFinder::find(const Page&, const Article&, const Syntax&, const Mentions&) const { return {}; }

}  // namespace dragoman
