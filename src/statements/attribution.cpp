#include "statements/attribution.h"

namespace dragoman {
namespace {

// Log odds above which a cue counts; tuned on the development articles.
constexpr float least_cue_score = 0.1f;
// An argument that is rather none may still be the content when nothing else is.
constexpr float least_only_content = -1.5f;
constexpr float least_source = -1.0f;

}  // namespace

JudgedArgument judge(const float (&scores)[3]) {
  JudgedArgument out;
  out.source_score = scores[1] - scores[0];
  out.content_score = scores[2] - scores[0];
  if (out.source_score > 0 && out.source_score >= out.content_score)
    out.role = Role::source;
  else if (out.content_score > 0)
    out.role = Role::content;
  return out;
}

bool pick_roles(const std::vector<Argument>& arguments, const std::vector<JudgedArgument>& judged, Attribution& out) {
  std::size_t source = arguments.size(), content = arguments.size(), last_resort = arguments.size();
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const JudgedArgument& now = judged[i];
    const bool is_rest = arguments[i].place == Place::rest || arguments[i].place == Place::behind;
    if (!is_rest && now.source_score > least_source && now.source_score >= now.content_score &&
        (source == arguments.size() || now.source_score > judged[source].source_score))
      source = i;
    if (is_rest) {
      if (last_resort == arguments.size() || now.content_score > judged[last_resort].content_score) last_resort = i;
      continue;
    }
    if (content == arguments.size() || now.content_score > judged[content].content_score) content = i;
    if (now.role == Role::content) out.content.push_back(arguments[i]);
  }
  if (source < arguments.size()) out.source.push_back(arguments[source]);
  if (out.content.empty() && last_resort < arguments.size() && judged[last_resort].role == Role::content)
    out.content.push_back(arguments[last_resort]);
  if (out.content.empty() && content < arguments.size() && content != source &&
      judged[content].content_score > least_only_content)
    out.content.push_back(arguments[content]);
  return !out.content.empty();
}

Result<AttributionReader> AttributionReader::load(const std::string& data_folder) {
  auto roles = LinearModel::load(data_folder + "/models/en.statements.roles.model", attribution_fingerprint);
  if (!roles) return tl::unexpected(roles.error());
  auto cues = LinearModel::load(data_folder + "/models/en.statements.cues.model", attribution_fingerprint);
  if (!cues) return tl::unexpected(cues.error());
  if (roles->classes() != 3 || cues->classes() != 1)
    return fail(FailureCode::bad_model, data_folder + "/models", "the statement models have other classes",
                "make them again with train_attribution");
  return AttributionReader(std::move(*roles), std::move(*cues));
}

std::vector<Attribution> AttributionReader::read(const Scene& scene, const CueLexicon& lexicon) const {
  std::vector<Attribution> out;
  std::vector<CueCandidate> candidates;
  std::vector<Argument> arguments;
  std::vector<JudgedArgument> judged;
  std::vector<std::uint64_t> features;
  for (std::uint32_t s = 0; s < scene.syntax.sentences.size(); ++s) {
    candidates.clear();
    find_cue_candidates(scene, lexicon, scene.syntax.sentences[s], candidates);
    for (const CueCandidate& candidate : candidates) {
      find_arguments(scene, candidate, s, arguments);
      judged.clear();
      for (std::size_t i = 0; i < arguments.size(); ++i) {
        role_features(scene, candidate, arguments, i, features);
        for (const std::uint64_t feature : features) roles_.prefetch(feature);
        float scores[3] = {};
        for (const std::uint64_t feature : features) roles_.add(feature, scores);
        judged.push_back(judge(scores));
      }
      cue_features(scene, candidate, s, arguments, judged, features);
      for (const std::uint64_t feature : features) cues_.prefetch(feature);
      float score = 0;
      for (const std::uint64_t feature : features) cues_.add(feature, &score);
      if (score < least_cue_score) continue;
      Attribution found{candidate, s, score, {}, {}};
      if (pick_roles(arguments, judged, found)) out.push_back(std::move(found));
    }
  }
  return out;
}

}  // namespace dragoman
