#include "events/events.h"

#include <algorithm>
#include <array>

#include "base/hash.h"
#include "events/casualties.h"
#include "events/merging.h"
#include "events/parties.h"
#include "events/roles.h"
#include "events/scorer.h"
#include "events/when_where.h"

namespace dragoman {

using namespace events;

struct EventCoder::Data {
  FrameBook book;
  FrameIndex index;
  WordClusters clusters;
  Scorer scorer;
  CasualtyReader casualties;
  PlaceWords places;
  ImpliedActors implied;
  EventCoderOptions options;
  std::vector<std::uint32_t> type_of_class;  // the scorer's classes -> book.types; none for "none"
  std::uint32_t harm = none;                 // the type that takes casualties: the one whose quad and modes say so

  Data(FrameBook read, WordClusters words_alike, Scorer learned, CasualtyReader tolls, PlaceWords words,
       ImpliedActors unsaid, EventCoderOptions wanted)
      : book(std::move(read)),
        index(book),
        clusters(std::move(words_alike)),
        scorer(std::move(learned)),
        casualties(std::move(tolls)),
        places(std::move(words)),
        implied(std::move(unsaid)),
        options(std::move(wanted)) {}
};

namespace {

struct Coding {
  const FrameBook& book;
  const FrameIndex& index;
  const Scorer& scorer;
  const EventCoderOptions& options;
  const std::vector<std::uint32_t>& type_of_class;
  const PlaceWords& places;
  const ImpliedActors& implied;
  const Scene& scene;
  std::string main_country;
  Scorer::Workspace space;
};

// The type by frames alone: the longest phrase, a condition that holds before none, a frame's own order.
void add_by_frames(Coding& coding, Word word, std::vector<Draft>& drafts) {
  const FrameMatch* best = nullptr;
  for (const FrameMatch& m : coding.scene.matches(word))
    if (!best || m.words > best->words || (m.words == best->words && m.constrained && !best->constrained)) best = &m;
  if (!best) return;
  Draft draft;
  draft.trigger = word;
  draft.frame = best->frame;
  draft.type = coding.book.frames[best->frame].type;
  draft.score = 0.5f;
  drafts.push_back(std::move(draft));
}

void add_by_score(Coding& coding, Word word, std::vector<Draft>& drafts) {
  const std::vector<float>& scores = coding.scorer.types(coding.scene, word, coding.space);
  std::size_t best = scores.size();
  for (std::size_t c = 0; c < scores.size(); ++c)
    if (coding.type_of_class[c] != none && (best == scores.size() || scores[c] > scores[best])) best = c;
  if (best == scores.size() || scores[best] < coding.options.least_type) return;
  Draft draft;
  draft.trigger = word;
  draft.type = coding.type_of_class[best];
  draft.score = scores[best];
  draft.frame = coding.scene.frame_of(word, draft.type);
  drafts.push_back(std::move(draft));
}

// The models were taught one trigger an event, so they are shy of a word that often stands beside another one ("killed"
// beside "bombing"). Where a frame fires and its type is not yet told in the sentence, a lower score is enough.
void add_by_frames_and_score(Coding& coding, Word begin, Word end, std::size_t first_draft,
                             std::vector<Draft>& drafts) {
  std::vector<Draft> found;
  for (Word w = begin; w < end; ++w) {
    if (!coding.scene.can_trigger(w) || coding.scene.matches(w).empty()) continue;
    const std::vector<float> scores = coding.scorer.types(coding.scene, w, coding.space);
    for (std::size_t c = 0; c < scores.size(); ++c) {
      const std::uint32_t type = coding.type_of_class[c];
      if (type == none || scores[c] < coding.options.least_with_frame) continue;
      const std::uint32_t frame = coding.scene.frame_of(w, type);
      if (frame == none) continue;
      const auto same = [&](const Draft& draft) { return draft.type == type; };
      if (std::any_of(drafts.begin() + static_cast<std::ptrdiff_t>(first_draft), drafts.end(), same)) continue;
      const auto before = std::find_if(found.begin(), found.end(), same);
      if (before != found.end() && before->score >= scores[c]) continue;
      Draft draft;
      draft.trigger = w;
      draft.type = type;
      draft.score = scores[c];
      draft.frame = frame;
      if (before != found.end())
        *before = std::move(draft);
      else
        found.push_back(std::move(draft));
    }
  }
  drafts.insert(drafts.end(), found.begin(), found.end());
}

void find_parties(Coding& coding, Draft& draft) {
  const Scene& scene = coding.scene;
  const RoleProposal proposal = propose_roles(scene, draft.trigger, draft.frame);
  if (!coding.scorer.knows_roles()) {
    for (const Word w : proposal.actors) add_party(draft.actors, party_at(scene, w));
    for (const Word w : proposal.recipients) add_party(draft.recipients, party_at(scene, w));
    return;
  }
  std::array<Word, 2> best = {none, none};
  std::array<float, 2> most = {0, 0};
  for (const Word w : scene.parties(scene.tree.sentence_of(draft.trigger))) {
    if (w == draft.trigger) continue;
    const auto& scores =
        coding.scorer.roles(scene, draft.trigger, scene.type_hashes[draft.type], proposal, w, coding.space);
    const float actor = scores[static_cast<int>(Role::actor)], recipient = scores[static_cast<int>(Role::recipient)];
    const std::size_t side = actor >= recipient ? 0 : 1;
    const float score = std::max(actor, recipient);
    if (score >= coding.options.least_role) add_party(side ? draft.recipients : draft.actors, party_at(scene, w));
    if (score > most[side]) {
      most[side] = score;
      best[side] = w;
    }
  }
  // A side without any sure member takes its best one: an event mostly has both.
  if (draft.actors.empty() && most[0] >= coding.options.least_only_role)
    add_party(draft.actors, party_at(scene, best[0]));
  if (draft.recipients.empty() && most[1] >= coding.options.least_only_role)
    add_party(draft.recipients, party_at(scene, best[1]));
}

// Frames that fire without any political party tell private matters.
bool is_political(const Coding& coding, const Draft& draft) {
  if (draft.frame == none) return true;
  const auto political = [](const std::vector<Party>& parties) {
    return std::any_of(parties.begin(), parties.end(),
                       [](const Party& p) { return !p.country.empty() || !p.sector.empty(); });
  };
  switch (coding.book.frames[draft.frame].parties) {
    case PoliticalSide::actor:
      return political(draft.actors);
    case PoliticalSide::recipient:
      return political(draft.recipients);
    case PoliticalSide::both:
      return political(draft.actors) && political(draft.recipients);
    default:
      return political(draft.actors) || political(draft.recipients);
  }
}

Factuality status_by_certainty(const Scene& scene, Word trigger) {
  const float certainty = scene.certainty(trigger);
  if (certainty <= -1.0f) return Factuality::negated;
  if (certainty < 1.0f) return Factuality::hypothetical;
  return Factuality::actual;
}

Factuality factuality_of(std::string_view name) {
  for (const Factuality f : {Factuality::future, Factuality::hypothetical, Factuality::negated, Factuality::historical})
    if (name_of(f) == name) return f;
  return Factuality::actual;
}

void find_status(Coding& coding, Draft& draft) {
  const Scene& scene = coding.scene;
  if (!coding.scorer.knows_status()) {
    draft.status = status_by_certainty(scene, draft.trigger);
    return;
  }
  const auto& scores = coding.scorer.status(scene, draft.trigger, scene.type_hashes[draft.type], coding.space);
  const auto best = std::max_element(scores.begin(), scores.end()) - scores.begin();
  draft.status = factuality_of(coding.scorer.status_names()[static_cast<std::size_t>(best)]);
}

void find_mode(Coding& coding, Draft& draft) {
  const EventType& type = coding.book.types[draft.type];
  const std::string_view by_cue = coding.index.mode_by_cue(coding.scene.tree, draft.trigger, draft.type);
  const std::string by_frame = draft.frame == none ? std::string() : coding.book.frames[draft.frame].mode;
  if (!by_frame.empty() || !coding.scorer.knows_modes()) {
    draft.mode = by_frame.empty() ? std::string(by_cue) : by_frame;
    return;
  }
  const std::string prefix = type.name + " ";
  const auto best =
      coding.scorer.best_mode(coding.scene, draft.trigger, coding.scene.type_hashes[draft.type], by_cue, coding.space,
                              [&](const std::string& name) { return name.starts_with(prefix); });
  if (!best.first.empty()) draft.mode = best.first.substr(prefix.size());
}

// Who stands between the article and the event, and who denies it.
void find_reporter(const Scene& scene, Draft& draft) {
  const std::uint32_t said_in = scene.said_in(draft.trigger);
  if (said_in == none) return;
  const Statement& statement = scene.statements.statements[said_in];
  if (statement.source_mention == none) return;
  if (statement.stance == Stance::denies) {
    draft.denied_by = statement.source_mention;
    return;
  }
  const auto speaks = [&](const Party& p) {
    return p.mention == statement.source_mention || (p.entity != none && p.entity == statement.speaker);
  };
  if (std::none_of(draft.actors.begin(), draft.actors.end(), speaks)) draft.reported_by = statement.source_mention;
}

// An event dated more than six months before publication is history.
void age(const Scene& scene, const Article& article, Draft& draft) {
  if (draft.status != Factuality::actual || draft.timex == none || !article.published) return;
  const CalendarDate &day = scene.tree.mentions().timexes[draft.timex].day, &now = article.published->date;
  if (!day.year || !now.year) return;
  const int months = (now.year - day.year) * 12 + (now.month && day.month ? now.month - day.month : 0);
  if (day.month ? months > 6 : now.year - day.year > 1 || (now.year - day.year == 1 && now.month > 6))
    draft.status = Factuality::historical;
}

void add_implied_actor(const Coding& coding, Draft& draft) {
  if (!draft.actors.empty()) return;
  const ImpliedActors::Entry* implied = coding.implied.find(coding.book.types[draft.type].name, draft.mode);
  if (!implied) return;
  Party party;
  party.sector = implied->sector;
  const auto& toponyms = coding.scene.tree.mentions().toponyms;
  if (draft.toponym != none) party.country = toponyms[draft.toponym].country;
  for (const Party& recipient : draft.recipients)
    if (party.country.empty()) party.country = recipient.country;
  if (party.country.empty()) party.country = coding.main_country;
  draft.actors.push_back(std::move(party));
}

TextSpan evidence_of(const Tree& tree, Word trigger) {
  TextSpan span = tree.token(trigger).span;
  constexpr Word reach = 10;  // words after the trigger that the evidence may take in
  for (const Word c : tree.children(trigger)) {
    if (c < trigger || c > trigger + reach) continue;
    switch (tree.relation(c)) {
      case Deprel::obj:
      case Deprel::compound_prt:
      case Deprel::iobj:
      case Deprel::xcomp:
      case Deprel::nmod:
      case Deprel::obl:
        span.end = std::max(span.end, tree.token(c).span.end);
        break;
      default:
        break;
    }
  }
  return span;
}

Event finish(const Coding& coding, const Article& article, const Draft& draft, std::vector<TextSpan> evidence) {
  const EventType& type = coding.book.types[draft.type];
  Event event;
  event.type = type.name;
  event.mode = draft.mode;
  event.status = draft.status;
  event.actors = draft.actors;
  event.recipients = draft.recipients;
  event.date = date_of(coding.scene, draft, article);
  event.timex = draft.timex;
  event.toponym = draft.toponym;
  event.reported_by = draft.reported_by;
  event.denied_by = draft.denied_by;
  event.killed = draft.killed;
  event.injured = draft.injured;
  event.trigger = draft.trigger;
  event.evidence = std::move(evidence);
  event.score = draft.score;
  const EventMode* mode = type.mode(draft.mode);
  event.cameo = mode && !mode->cameo.empty() ? mode->cameo : type.cameo;
  if (draft.status != Factuality::negated && draft.status != Factuality::hypothetical)
    event.intensity = mode && mode->intensity ? mode->intensity : type.intensity;
  if (draft.frame != none) {
    const Frame& frame = coding.book.frames[draft.frame];
    event.frame = frame.known_by;
    if (!frame.cameo.empty()) event.cameo = frame.cameo;
  }
  event.source_sentence_note =
      draft.frame == none ? "read by the learned scorer alone" : "frame " + coding.book.frames[draft.frame].id;
  return event;
}

std::vector<Draft> read_drafts(Coding& coding, const Article& article) {
  const Scene& scene = coding.scene;
  std::vector<Draft> drafts;
  for (const Sentence& sentence : scene.tree.syntax().sentences) {
    const std::size_t first_draft = drafts.size();
    for (Word w = sentence.begin; w < sentence.end; ++w) {
      if (!scene.can_trigger(w)) continue;
      if (coding.scorer.knows_types())
        add_by_score(coding, w, drafts);
      else
        add_by_frames(coding, w, drafts);
    }
    if (coding.scorer.knows_types()) add_by_frames_and_score(coding, sentence.begin, sentence.end, first_draft, drafts);
    std::sort(drafts.begin() + static_cast<std::ptrdiff_t>(first_draft), drafts.end(),
              [](const Draft& a, const Draft& b) { return a.trigger < b.trigger; });
  }
  for (Draft& draft : drafts) {
    find_parties(coding, draft);
    find_mode(coding, draft);
    find_status(coding, draft);
    find_reporter(scene, draft);
    draft.timex = find_timex(scene, draft.trigger);
    draft.toponym = find_toponym(scene, coding.places, draft.trigger);
    age(scene, article, draft);
    const std::string& future = draft.frame == none ? std::string() : coding.book.frames[draft.frame].future;
    if (draft.status == Factuality::future && !future.empty())
      if (const auto type = coding.book.type_of(future)) {
        draft.type = *type;
        draft.status = Factuality::actual;
      }
  }
  if (!coding.scorer.knows_types())
    std::erase_if(drafts, [&](const Draft& draft) { return !is_political(coding, draft); });
  return drafts;
}

bool has_party_of(const Draft& draft, std::string_view country) {
  const auto same = [&](const Party& party) { return party.country == country; };
  return std::any_of(draft.actors.begin(), draft.actors.end(), same) ||
         std::any_of(draft.recipients.begin(), draft.recipients.end(), same);
}

// A deed (quad 2 and 4) told without a place stands where the deeds told a few sentences before do, if it has a party
// of that country.
void carry_places(const Coding& coding, std::vector<Draft>& drafts) {
  constexpr std::uint32_t reach = 4;  // sentences
  const Tree& tree = coding.scene.tree;
  std::uint32_t last = none;
  for (Draft& draft : drafts) {
    const bool is_deed = coding.book.types[draft.type].quad % 2 == 0;
    if (draft.toponym == none && last != none && is_deed) {
      const Toponym& there = tree.mentions().toponyms[last];
      const bool near = tree.sentence_of(there.begin) + reach >= tree.sentence_of(draft.trigger);
      if (near && has_party_of(draft, there.country)) draft.toponym = last;
    } else if (draft.toponym != none) {
      last = draft.toponym;
    }
  }
}

std::vector<Event> merge_drafts(const Coding& coding, const Article& article, std::vector<Draft>& drafts) {
  const std::vector<std::uint32_t> first = same_events(coding.scene, drafts, coding.options.merge);
  std::vector<std::vector<TextSpan>> evidence(drafts.size());
  for (std::uint32_t i = 0; i < drafts.size(); ++i) {
    evidence[first[i]].push_back(evidence_of(coding.scene.tree, drafts[i].trigger));
    if (first[i] != i) join(drafts[first[i]], drafts[i]);
  }
  carry_places(coding, drafts);
  std::vector<Event> events;
  for (std::uint32_t i = 0; i < drafts.size(); ++i) {
    if (first[i] != i) continue;
    if (drafts[i].actors.empty() && drafts[i].recipients.empty()) continue;  // wrong is worse than missing
    add_implied_actor(coding, drafts[i]);
    events.push_back(finish(coding, article, drafts[i], std::move(evidence[i])));
  }
  return events;
}

// Types that the models know and the knowledge does not (yet): coded without modes and codes.
void add_unknown_types(FrameBook& book, const Scorer& scorer) {
  if (!scorer.knows_types()) return;
  for (const std::string& name : scorer.type_names())
    if (name != "none" && !book.type_of(name)) {
      book.types.emplace_back();
      book.types.back().name = name;
    }
}

}  // namespace

EventCoder::EventCoder(std::unique_ptr<Data> data) : data_(std::move(data)) {}
EventCoder::EventCoder(EventCoder&&) noexcept = default;
EventCoder& EventCoder::operator=(EventCoder&&) noexcept = default;
EventCoder::~EventCoder() = default;

Result<EventCoder> EventCoder::load(const std::string& data_folder, const std::vector<std::string>& overlays,
                                    const EventCoderOptions& options) {
  auto book = FrameBook::load(data_folder, overlays);
  if (!book) return tl::unexpected(book.error());
  auto clusters = WordClusters::load(data_folder + "/models/en.clusters");
  if (!clusters) return tl::unexpected(clusters.error());
  auto scorer = Scorer::load(options.model_folder.empty() ? data_folder + "/models" : options.model_folder);
  if (!scorer) return tl::unexpected(scorer.error());
  auto casualties = CasualtyReader::load(data_folder);
  if (!casualties) return tl::unexpected(casualties.error());
  auto places = PlaceWords::load(data_folder);
  if (!places) return tl::unexpected(places.error());
  auto implied = ImpliedActors::load(data_folder);
  if (!implied) return tl::unexpected(implied.error());
  add_unknown_types(*book, *scorer);
  auto data = std::make_unique<Data>(std::move(*book), std::move(*clusters), std::move(*scorer), std::move(*casualties),
                                     std::move(*places), std::move(*implied), options);
  if (data->scorer.knows_types())
    for (const std::string& name : data->scorer.type_names())
      data->type_of_class.push_back(data->book.type_of(name).value_or(none));
  data->harm = data->book.type_of("ASSAULT").value_or(none);
  return EventCoder(std::move(data));
}

std::vector<Event> EventCoder::code(const Page& page, const Article& article, const Syntax& syntax,
                                    const Mentions& mentions, const Statements& statements) const {
  if (syntax.tokens.empty()) return {};
  const Scene scene(page, syntax, mentions, statements, data_->book, data_->index, data_->clusters);
  Coding coding{data_->book,   data_->index,   data_->scorer, data_->options,         data_->type_of_class,
                data_->places, data_->implied, scene,         main_country(mentions), {}};
  std::vector<Draft> drafts = read_drafts(coding, article);
  data_->casualties.fill(scene, data_->harm, drafts);
  return merge_drafts(coding, article, drafts);
}

}  // namespace dragoman
