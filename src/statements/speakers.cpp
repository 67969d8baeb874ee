#include "statements/speakers.h"

#include <algorithm>

#include "knowledge/phrase_trie.h"

namespace dragoman {
namespace {

class Speakers {
 public:
  Speakers(const Scene& scene, const Mentions& mentions, const ReferenceWords& words)
      : scene_(scene), mentions_(mentions), words_(words) {}

  void run(std::vector<Statement>& statements) {
    for (Statement& statement : statements) {
      if (statement.within != none || statement.cue_token == none) continue;
      const std::uint32_t sentence = scene_.syntax.sentence_of(statement.cue_token);
      if (const std::string_view whom = pronoun_of(statement); !whom.empty() && last_ != none) {
        const std::uint32_t between = sentence - last_sentence_;
        const bool fits = whom != "free" && can_be(whom, last_);
        const bool known = statement.speaker != none && can_be(whom, statement.speaker) &&
                           mentions_.entities[statement.speaker].kind != EntityKind::unknown;
        if (fits && (between <= near || (between <= far && !known))) statement.speaker = last_;
      }
      if (statement.speaker == none) continue;
      last_ = statement.speaker;
      last_sentence_ = std::max(sentence, last_sentence_of(statement));
    }
  }

 private:
  static constexpr std::uint32_t near = 1, far = 4;  // sentences
  static constexpr std::size_t most_mentions = 50;   // of an entity, looked at for its pronouns

  // What the table says of the pronoun that is the source, "" when the source is none.
  std::string_view pronoun_of(const Statement& statement) const {
    if (statement.source_mention == none) return {};
    const Mention& mention = mentions_.mentions[statement.source_mention];
    if (mention.form != MentionForm::pronoun || statement.source.size() != 1) return {};
    return value_of(scene_.page.text.view(mention.span));
  }
  std::string_view value_of(std::string_view word) const {
    std::vector<std::uint64_t> pieces;
    append_pieces(word, pieces);
    return pieces.size() == 1 ? words_.value(pieces[0], ReferenceUse::pronoun) : std::string_view();
  }

  bool can_be(std::string_view whom, std::uint32_t id) const {
    const Entity& entity = mentions_.entities[id];
    const bool person = entity.kind == EntityKind::person || entity.kind == EntityKind::office;
    if (whom == "one thing") return !person && !entity.plural;
    if (whom == "many") return !person || entity.plural;
    if (whom != "one male" && whom != "one female") return false;
    if (!person && !(entity.kind == EntityKind::group && !entity.plural) && entity.kind != EntityKind::unknown)
      return false;
    bool same = false, other = false;
    std::size_t looked = 0;
    for (const std::uint32_t m : entity.mentions) {
      if (++looked > most_mentions) break;
      if (mentions_.mentions[m].form != MentionForm::pronoun) continue;
      const std::string_view value = value_of(scene_.page.text.view(mentions_.mentions[m].span));
      same = same || value == whom;
      other = other || (value != whom && value.starts_with("one ") && value.ends_with("male"));
    }
    return same || !other;
  }

  std::uint32_t last_sentence_of(const Statement& statement) const {
    const std::uint32_t end = statement.content.back().end;
    const auto& sentences = scene_.syntax.sentences;
    const auto after =
        std::lower_bound(sentences.begin(), sentences.end(), end,
                         [](const Sentence& sentence, std::uint32_t at) { return sentence.span.begin < at; });
    return after == sentences.begin() ? 0 : static_cast<std::uint32_t>(after - sentences.begin()) - 1;
  }

  const Scene& scene_;
  const Mentions& mentions_;
  const ReferenceWords& words_;
  std::uint32_t last_ = none, last_sentence_ = 0;
};

}  // namespace

void give_pronouns_speakers(const Scene& scene, const Mentions& mentions, const ReferenceWords& words,
                            std::vector<Statement>& statements) {
  Speakers(scene, mentions, words).run(statements);
}

}  // namespace dragoman
