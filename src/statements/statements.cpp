#include "statements/statements.h"

#include "statements/attribution.h"
#include "statements/compose.h"

namespace dragoman {

struct StatementFinder::Data {
  CueLexicon lexicon;
  QuoteMarks marks;
  AttributionReader attributions;
};

StatementFinder::StatementFinder(std::unique_ptr<Data> data) : data_(std::move(data)) {}
StatementFinder::StatementFinder(StatementFinder&&) noexcept = default;
StatementFinder& StatementFinder::operator=(StatementFinder&&) noexcept = default;
StatementFinder::~StatementFinder() = default;

Result<StatementFinder> StatementFinder::load(const std::string& data_folder, const std::vector<std::string>& overlays) {
  auto lexicon = CueLexicon::load(data_folder, overlays);
  if (!lexicon) return tl::unexpected(lexicon.error());
  auto marks = QuoteMarks::load(data_folder, overlays);
  if (!marks) return tl::unexpected(marks.error());
  auto attributions = AttributionReader::load(data_folder);
  if (!attributions) return tl::unexpected(attributions.error());
  return StatementFinder(std::make_unique<Data>(Data{std::move(*lexicon), std::move(*marks), std::move(*attributions)}));
}

Statements StatementFinder::find(const Page& page, const Article&, const Syntax& syntax, const Mentions& mentions) const {
  const Scene scene(page, syntax, data_->marks);
  return compose_statements(scene, mentions, data_->attributions.read(scene, data_->lexicon));
}

}  // namespace dragoman
