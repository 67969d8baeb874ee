#include "events/scorer.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace dragoman::events {
namespace {

// Weight of the encoder's head beside the linear model, in log odds. On the dev files 0.2 to 0.4 are alike, and better
// than either alone.
constexpr float head_share = 0.2f;

Result<void> load_if_there(const std::string& path, std::uint64_t fingerprint, std::optional<LinearModel>& model) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return {};
  auto loaded = LinearModel::load(path, fingerprint);
  if (!loaded) return tl::unexpected(loaded.error());
  model = std::move(*loaded);
  return {};
}

}  // namespace

Result<Scorer> Scorer::load(const std::string& model_folder) {
  Scorer scorer;
  const std::string stem = model_folder + "/en.events.";
  if (auto done = load_if_there(stem + "type.model", type_fingerprint, scorer.type_); !done)
    return tl::unexpected(done.error());
  if (auto done = load_if_there(stem + "role.model", role_fingerprint, scorer.role_); !done)
    return tl::unexpected(done.error());
  if (auto done = load_if_there(stem + "mode.model", mode_fingerprint, scorer.mode_); !done)
    return tl::unexpected(done.error());
  if (auto done = load_if_there(stem + "status.model", status_fingerprint, scorer.status_); !done)
    return tl::unexpected(done.error());
  std::error_code error;  // a folder of linear models alone is allowed: cross-validation makes such
  if (!scorer.type_ || !std::filesystem::exists(model_folder + "/en.encoder", error)) return scorer;
  auto tables = TensorFile::load(model_folder + "/en.encoder");
  if (!tables) return tl::unexpected(tables.error());
  auto head = TaggingHead::load(*tables, "types");
  if (!head) return tl::unexpected(head.error());
  scorer.head_ = std::move(*head);
  for (std::string name : scorer.type_->class_names()) {
    const auto& labels = scorer.head_.labels();
    const auto found = std::find(labels.begin(), labels.end(), name == "none" ? "O" : name);
    scorer.label_of_class_.push_back(static_cast<std::uint32_t>(found - labels.begin()));
  }
  return scorer;
}

void Scorer::score(const LinearModel& model, const Features& features, std::vector<float>& scores) {
  scores.assign(model.classes(), 0.0f);
  for (const std::uint64_t feature : features) model.prefetch(feature);
  for (const std::uint64_t feature : features) model.add(feature, scores.data());
  const float top = *std::max_element(scores.begin(), scores.end());
  float sum = 0;
  for (float& s : scores) sum += s = std::exp(s - top);
  for (float& s : scores) s /= sum;
}

const std::vector<float>& Scorer::types(const Scene& scene, Word word, Workspace& space) const {
  add_type_features(scene, word, space.type);
  score(*type_, space.type.all, space.scores);
  if (label_of_class_.empty() || scene.tree.syntax().states.empty()) return space.scores;
  const std::vector<float> other = head_.score(&scene.tree.syntax().states[std::size_t{word} * encoder_width], 1);
  float sum = 0;
  for (std::size_t c = 0; c < space.scores.size(); ++c) {
    const float log_odds =
        (1 - head_share) * std::log(space.scores[c] + 1e-9f) + head_share * other[label_of_class_[c]];
    sum += space.scores[c] = std::exp(log_odds);
  }
  for (float& s : space.scores) s /= sum;
  return space.scores;
}

const std::vector<float>& Scorer::roles(const Scene& scene, Word trigger, std::uint64_t type,
                                        const RoleProposal& proposal, Word party, Workspace& space) const {
  add_role_features(scene, trigger, type, proposal, party, space.features);
  score(*role_, space.features, space.scores);
  return space.scores;
}

const std::vector<float>& Scorer::status(const Scene& scene, Word trigger, std::uint64_t type, Workspace& space) const {
  add_status_features(scene, trigger, type, space.features);
  score(*status_, space.features, space.scores);
  return space.scores;
}

}  // namespace dragoman::events
