#include "statements/statements.h"

#include "statements/attribution.h"
#include "statements/certainty.h"
#include "statements/compose.h"

namespace dragoman {

struct StatementFinder::Data {
  CueLexicon lexicon;
  QuoteMarks marks;
  AttributionReader attributions;
  CertaintyReader certainty;
  WordClusters clusters;
  ReferenceWords reference;
};

StatementFinder::StatementFinder(std::unique_ptr<Data> data) : data_(std::move(data)) {}
StatementFinder::StatementFinder(StatementFinder&&) noexcept = default;
StatementFinder& StatementFinder::operator=(StatementFinder&&) noexcept = default;
StatementFinder::~StatementFinder() = default;

Result<StatementFinder> StatementFinder::load(const std::string& data_folder,
                                              const std::vector<std::string>& overlays) {
  auto lexicon = CueLexicon::load(data_folder, overlays);
  if (!lexicon) return tl::unexpected(lexicon.error());
  auto marks = QuoteMarks::load(data_folder, overlays);
  if (!marks) return tl::unexpected(marks.error());
  auto attributions = AttributionReader::load(data_folder);
  if (!attributions) return tl::unexpected(attributions.error());
  auto certainty = CertaintyReader::load(data_folder, overlays);
  if (!certainty) return tl::unexpected(certainty.error());
  auto clusters = WordClusters::load(data_folder + "/models/en.clusters");
  if (!clusters) return tl::unexpected(clusters.error());
  std::vector<std::string> folders = {data_folder + "/knowledge"};
  folders.insert(folders.end(), overlays.begin(), overlays.end());
  auto reference = ReferenceWords::load(folders);
  if (!reference) return tl::unexpected(reference.error());
  return StatementFinder(
      std::make_unique<Data>(Data{std::move(*lexicon), std::move(*marks), std::move(*attributions),
                                  std::move(*certainty), std::move(*clusters), std::move(*reference)}));
}

Statements StatementFinder::find(const Page& page, const Article&, const Syntax& syntax,
                                 const Mentions& mentions) const {
  Scene scene(page, syntax, data_->marks, data_->clusters);
  close_at_cues(scene, data_->lexicon);
  Statements out = compose_statements(scene, mentions, data_->lexicon, data_->reference,
                                      data_->attributions.read(scene, data_->lexicon));
  data_->certainty.read(scene, out);
  return out;
}

}  // namespace dragoman
