// scorer.h: the learned readers of the events stage: type of a trigger, part of a party, mode and status of an event.
// Linear models over features.h with a softmax. Any of them may be missing: then the frames decide alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/linear_model.h"
#include "encoder/tagging_head.h"
#include "events/features.h"

namespace dragoman::events {

class Scorer {
 public:
  // Reads models/en.events.{type,role,mode,status}.model of the folder, as far as they are there.
  static Result<Scorer> load(const std::string& model_folder);

  bool knows_types() const { return type_.has_value(); }
  bool knows_roles() const { return role_.has_value(); }
  bool knows_modes() const { return mode_.has_value(); }
  bool knows_status() const { return status_.has_value(); }
  const std::vector<std::string>& type_names() const { return type_->class_names(); }

  // Probabilities in the order of the model's classes; valid until the next call on the same Workspace.
  struct Workspace {
    TypeFeatures type;
    Features features;
    std::vector<float> scores;
  };
  const std::vector<float>& types(const Scene& scene, Word word, Workspace& space) const;
  const std::vector<float>& roles(const Scene& scene, Word trigger, std::uint64_t type, const RoleProposal& proposal,
                                  Word party, Workspace& space) const;
  // Name and probability of the best class among those that `allowed` lets pass.
  template <class Allowed>
  std::pair<std::string_view, float> best_mode(const Scene& scene, Word trigger, std::uint64_t type,
                                               std::string_view cue_mode, Workspace& space, Allowed allowed) const {
    add_mode_features(scene, trigger, type, cue_mode, space.features);
    score(*mode_, space.features, space.scores);
    std::size_t best = space.scores.size();
    for (std::size_t i = 0; i < space.scores.size(); ++i)
      if (allowed(mode_->class_names()[i]) && (best == space.scores.size() || space.scores[i] > space.scores[best]))
        best = i;
    if (best == space.scores.size()) return {};
    return {mode_->class_names()[best], space.scores[best]};
  }
  const std::vector<float>& status(const Scene& scene, Word trigger, std::uint64_t type, Workspace& space) const;
  const std::vector<std::string>& status_names() const { return status_->class_names(); }

 private:
  static void score(const LinearModel& model, const Features& features, std::vector<float>& scores);
  std::optional<LinearModel> type_, role_, mode_, status_;
  TaggingHead head_;                           // the encoder's own opinion of the type
  std::vector<std::uint32_t> label_of_class_;  // the head's label for each class of the type model
};

}  // namespace dragoman::events
