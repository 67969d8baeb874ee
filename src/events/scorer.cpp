#include "events/scorer.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace dragoman::events {
namespace {

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
  if (auto done = load_if_there(stem + "type.model", type_fingerprint, scorer.type_); !done) return tl::unexpected(done.error());
  if (auto done = load_if_there(stem + "role.model", role_fingerprint, scorer.role_); !done) return tl::unexpected(done.error());
  if (auto done = load_if_there(stem + "mode.model", mode_fingerprint, scorer.mode_); !done) return tl::unexpected(done.error());
  if (auto done = load_if_there(stem + "status.model", status_fingerprint, scorer.status_); !done)
    return tl::unexpected(done.error());
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
  return space.scores;
}

const std::vector<float>& Scorer::roles(const Scene& scene, Word trigger, std::uint64_t type, const RoleProposal& proposal,
                                        Word party, Workspace& space) const {
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
