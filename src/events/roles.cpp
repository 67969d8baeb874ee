#include "events/roles.h"

#include <algorithm>

namespace dragoman::events {
namespace {

bool right_preposition(const Tree& tree, Word word, const std::vector<std::string>& wanted) {
  if (wanted.empty()) return true;
  for (const Word c : tree.children(word)) {
    if (tree.relation(c) != Deprel::case_) continue;
    if (std::find(wanted.begin(), wanted.end(), tree.lemma(c)) != wanted.end()) return true;
  }
  return false;
}

void follow(const Tree& tree, Word word, const RolePath& path, std::size_t step, std::vector<Word>& out) {
  if (step == path.size()) return tree.add_conjuncts(tree.antecedent(word), out);
  const PathStep& wanted = path[step];
  if (step == 0 && tree.is_verbal(word)) {  // clause subjects and objects reach over control and passives
    if (wanted.relation == Deprel::nsubj) {
      if (const Word subject = tree.subject(word); subject != none) follow(tree, subject, path, 1, out);
      return;
    }
    if (wanted.relation == Deprel::nsubj_pass || (wanted.relation == Deprel::obj && !tree.is_passive(word))) {
      if ((wanted.relation == Deprel::obj) == !tree.is_passive(word))
        if (const Word object = tree.object(word); object != none) follow(tree, object, path, 1, out);
      return;
    }
  }
  for (const Word c : tree.children(word))
    if (tree.relation(c) == wanted.relation && right_preposition(tree, c, wanted.prepositions))
      follow(tree, c, path, step + 1, out);
}

std::vector<Word> fill(const Tree& tree, Word trigger, const std::vector<RolePath>& paths) {
  std::vector<Word> out;
  for (const RolePath& path : paths) {
    follow(tree, trigger, path, 0, out);
    out.erase(std::remove_if(out.begin(), out.end(), [&](Word w) { return tree.mention_at(w) == none; }), out.end());
    if (!out.empty()) break;
  }
  return out;
}

// The doer of a noun's act may be the subject of its light verb: "Mali launched an attack on".
void fill_from_light_verb(const Scene& scene, Word noun, RoleProposal& roles) {
  const Tree& tree = scene.tree;
  const Word verb = tree.head(noun);
  if (verb == none || !tree.is_verbal(verb)) return;
  const Deprel r = tree.relation(noun);
  const bool object = r == Deprel::obj || r == Deprel::nsubj_pass;
  if (roles.actors.empty() && (object || r == Deprel::obl)) {
    if (const Word subject = tree.subject(verb); subject != none && tree.mention_at(subject) != none)
      tree.add_conjuncts(subject, roles.actors);
    else if (object)
      roles.actors = fill(tree, verb, scene.book.usual.verb_actor);
  }
  if (!roles.recipients.empty() || !object) return;
  for (const Word c : tree.children(verb))
    if (tree.relation(c) == Deprel::obl && tree.mention_at(c) != none) return tree.add_conjuncts(c, roles.recipients);
}

}  // namespace

RoleProposal propose_roles(const Scene& scene, Word trigger, std::uint32_t frame) {
  const Tree& tree = scene.tree;
  const Frame* known = frame == none ? nullptr : &scene.book.frames[frame];
  const UsualPaths& usual = scene.book.usual;
  const bool verb = tree.is_verbal(trigger);
  RoleProposal roles;
  roles.actors = fill(tree, trigger,
                      known && !known->actor.empty() ? known->actor
                      : verb                         ? usual.verb_actor
                                                     : usual.noun_actor);
  roles.recipients = fill(tree, trigger,
                          known && !known->recipient.empty() ? known->recipient
                          : verb                             ? usual.verb_recipient
                                                             : usual.noun_recipient);
  if (!verb) fill_from_light_verb(scene, trigger, roles);
  if (known && known->mutual) {
    roles.actors.insert(roles.actors.end(), roles.recipients.begin(), roles.recipients.end());
    roles.recipients.clear();
  }
  const auto is_actor = [&](Word w) {
    return std::find(roles.actors.begin(), roles.actors.end(), w) != roles.actors.end();
  };
  roles.recipients.erase(std::remove_if(roles.recipients.begin(), roles.recipients.end(), is_actor),
                         roles.recipients.end());
  return roles;
}

}  // namespace dragoman::events
