// document.h: the values that flow down the street: Source, Page, Article, Syntax, Mentions, Statement, Event.
//
// Plain values in vectors; ids are indices into the vector named beside them and `none` means there is none.
// Each stage makes its value once; nothing is changed afterwards, so all may be shared between threads.
// Offsets: SourceSpan counts bytes as received, TextSpan bytes of Page::text (mended UTF-8).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/span.h"
#include "dragoman/symbol.h"
#include "dragoman/text.h"

namespace dragoman {

inline constexpr std::uint32_t none = UINT32_MAX;

// ---- source: bytes and where they came from -------------------------------------------------------------------

struct Origin {
  std::string name;                            // path, URL or "-" as the user gave it
  std::optional<std::uint64_t> record_offset;  // byte of the record in its container (JSON line, archive member)
  std::string id;                              // the id the container gives, if any
  std::string fetched = {};                    // when it was fetched, as the container writes it (WARC-Date)
};

// What the container (a JSON line, a feed) says about the document beside its bytes.
struct Stated {
  std::string title;
  std::string date;  // as written
  std::string url;
  std::string content_type;  // HTTP header if any, with charset
  std::string author = {};   // as written; more than one apart by "; "
  std::string publisher = {};
};

// What was cut off, refused or not understood, and why.
struct Note {
  std::string stage;
  std::string what;
  std::optional<SourceSpan> at;
};

enum class SourceForm : std::uint8_t {
  unknown,       // to be sniffed by the page stage
  article_text,  // plain text that the container calls the text of one article: only clear furniture is cut
  article_html,  // the same as HTML
};

struct Source {
  std::shared_ptr<const std::string> bytes;  // never null
  Origin origin;
  Stated stated;
  SourceForm form = SourceForm::unknown;
  std::vector<Note> notes = {};  // what the container's reader left out
};

// ---- page: visible text in blocks; after mend, the same with repairs --------------------------------------------

enum class BlockTag : std::uint8_t {
  line,  // a line of flattened or plain text: no markup
  paragraph,
  heading,
  list_item,
  quote,
  cell,
  caption,
  preformatted,
  button,
  other,  // bare text in a container
};

struct Element {                // an element of the page that holds a block or such an element
  std::uint32_t parent = none;  // Page::elements
  std::string name;             // lower case
  std::string words;            // values of its class, id, role and itemprop, apart by spaces, lower case
};

struct Block {
  TextSpan span;  // without white space at its borders; blocks are sorted and do not overlap
  BlockTag tag = BlockTag::other;
  std::uint8_t heading_level = 0;  // 1..6 for headings
  std::uint16_t depth = 0;         // open elements around it
  std::uint16_t links = 0;         // links begun in it
  float link_share = 0;            // share of its bytes inside links, 0..1
  float bold_share = 0;            // share of its bytes in bold type, 0..1
  std::uint32_t element = none;    // Page::elements: the innermost that holds all of it; none for plain text
};

struct Declared {
  std::string value;  // as written on the page
  std::string how;    // "json-ld", "og:title", "meta", "time", "title element", "input", ...
  SourceSpan at;
};

struct Page {
  Text text;  // blocks are separated by at least one "\n"
  std::vector<Block> blocks;
  std::vector<Element> elements;
  std::string media_type;                                                     // "text/html" or "text/plain"
  std::string encoding;                                                       // "utf-8", "windows-1251", ... as decoded
  std::vector<Declared> titles, authors, dates, sites, languages, addresses;  // best first
  std::vector<Repair> flagged;  // repairs that were found and not made (ReadOptions::flag_only); `text` is as it stands
  bool live_blog = false;          // by its JSON-LD
  std::uint32_t live_updates = 0;  // which that lists
  std::string stated_body;      // the article's text as JSON-LD repeats it, or ""
  std::vector<Note> notes;
};

// ---- article: a label per block -----------------------------------------------------------------------------------

enum class Label : std::uint8_t {
  // read on by the later stages
  paragraph,
  subheading,
  list_item,
  quote,
  cell,
  caption,
  // known, shown, not read as running text
  title,
  standfirst,
  byline,
  dateline,
  endnote,
  // cut
  appeal,
  salutation,
  cookie,
  share,
  related,
  menu,
  tags,
  comment,
  legal,
  advertisement,
  form,
  button,
  other,
};
std::string_view name_of(Label label);
bool is_body(Label label);  // paragraph .. caption

struct CalendarDate {
  int year = 0;             // 0: unknown
  std::uint8_t month = 0;   // 0: unknown
  std::uint8_t day = 0;     // 0: unknown
  std::string iso() const;  // "2025-07-10", "2025-07", "2025" or ""
};

struct Published {
  CalendarDate date;
  std::string time;  // "14:05+02:00" or ""
  std::string how;   // "json-ld", "byline", "input", "--date", ...
  std::optional<SourceSpan> at;
};

struct LabelledBlock {
  Label label = Label::other;
  float score = 0;       // log odds of being body
  std::string why;       // the cue or rule, for the report
  bool foreign = false;  // of the body, but in another language than English: not read on
};

struct Article {
  std::vector<LabelledBlock> blocks;  // one for each of Page::blocks
  // Each fact with how it was found ("json-ld headline", "h1", "input", ...) and its bytes, where it has bytes.
  std::string title, title_how;
  std::optional<SourceSpan> title_at;
  std::vector<std::string> authors;
  std::string authors_how;
  std::optional<SourceSpan> authors_at;
  std::string publisher, publisher_how;
  std::optional<SourceSpan> publisher_at;
  std::string address, address_how;
  std::optional<SourceSpan> address_at;
  std::string language, language_how;  // ISO 639-1, "en"
  std::optional<Published> published;
  std::vector<Note> notes;
};

// ---- syntax ---------------------------------------------------------------------------------------------------------

enum class Upos : std::uint8_t {
  ADJ,
  ADP,
  ADV,
  AUX,
  CCONJ,
  DET,
  INTJ,
  NOUN,
  NUM,
  PART,
  PRON,
  PROPN,
  PUNCT,
  SCONJ,
  SYM,
  VERB,
  X
};
std::string_view name_of(Upos upos);

// Universal Dependencies 2 relations of English with their subtypes.
#define DRAGOMAN_DEPRELS(X)                                                                                         \
  X(root, "root")                                                                                                   \
  X(acl, "acl")                                                                                                     \
  X(acl_relcl, "acl:relcl")                                                                                         \
  X(advcl, "advcl")                                                                                                 \
  X(advcl_relcl, "advcl:relcl") X(advmod, "advmod") X(amod, "amod") X(appos, "appos") X(aux, "aux")                 \
      X(aux_pass, "aux:pass") X(case_, "case") X(cc, "cc") X(cc_preconj, "cc:preconj") X(ccomp, "ccomp")            \
          X(compound, "compound") X(compound_prt, "compound:prt") X(conj, "conj") X(cop, "cop") X(csubj, "csubj")   \
              X(csubj_pass, "csubj:pass") X(csubj_outer, "csubj:outer") X(dep, "dep") X(det, "det")                 \
                  X(det_predet, "det:predet") X(discourse, "discourse") X(dislocated, "dislocated") X(expl, "expl") \
                      X(fixed, "fixed") X(flat, "flat") X(goeswith, "goeswith") X(iobj, "iobj") X(list, "list")     \
                          X(mark, "mark") X(nmod, "nmod") X(nmod_desc, "nmod:desc") X(nmod_poss, "nmod:poss")       \
                              X(nmod_unmarked, "nmod:unmarked") X(nsubj, "nsubj") X(nsubj_outer, "nsubj:outer")     \
                                  X(nsubj_pass, "nsubj:pass") X(nummod, "nummod") X(obj, "obj") X(obl, "obl")       \
                                      X(obl_agent, "obl:agent") X(obl_unmarked, "obl:unmarked") X(orphan, "orphan") \
                                          X(parataxis, "parataxis") X(punct, "punct") X(reparandum, "reparandum")   \
                                              X(vocative, "vocative") X(xcomp, "xcomp")
enum class Deprel : std::uint8_t {
#define X(id, text) id,
  DRAGOMAN_DEPRELS(X)
#undef X
};
std::string_view name_of(Deprel deprel);
std::optional<Deprel> deprel_of(std::string_view name);  // nullopt for an unknown name

struct Token {  // a syntactic word: "do" and "n't" are two
  TextSpan span;
  Upos upos = Upos::X;
  Deprel deprel = Deprel::dep;
  bool joined = false;        // goes on in the surface token of the word before ("n't" in "don't")
  std::uint8_t xpos = 0;      // index into xpos_names()
  std::uint32_t lemma = 0;    // index into Syntax::lemmas
  std::uint32_t head = none;  // index into Syntax::tokens; none for the root
};
std::string_view xpos_name(std::uint8_t xpos);  // Penn tag: "NNP", "VBD", ...
std::uint8_t xpos_of(std::string_view name);    // 0 for an unknown name

struct Sentence {
  TextSpan span;
  std::uint32_t begin = 0, end = 0;  // tokens
  std::uint32_t block = none;        // Page::blocks
};

struct Syntax {
  std::vector<Token> tokens;
  std::vector<Sentence> sentences;
  std::vector<std::string> lemmas;  // pooled, lower case except names
  std::vector<float> states;  // the encoder's 128 numbers a token (src/encoder/encoder.h); empty without an encoder
  std::vector<std::uint32_t> child_begin,
      children;  // children of token t: children[child_begin[t] .. child_begin[t+1]), in order

  std::string_view lemma(std::uint32_t token) const { return lemmas[tokens[token].lemma]; }
  std::uint32_t sentence_of(std::uint32_t token) const;  // O(log sentences)
};

// ---- mentions -------------------------------------------------------------------------------------------------------

enum class EntityKind : std::uint8_t { person, organisation, place, people, group, office, unknown };
//   people: a nation or population ("Afghans"); group: a set of persons without a name ("two diplomats", "rebels")
std::string_view name_of(EntityKind kind);

enum class MentionForm : std::uint8_t {
  name,
  nominal,
  pronoun,
  adjective
};  // adjective: "Israeli" in "Israeli gunfire"
std::string_view name_of(MentionForm form);

struct Mention {
  TextSpan span;                     // the noun phrase without relative clause or apposition
  std::uint32_t begin = 0, end = 0;  // tokens
  std::uint32_t head = none;         // token
  MentionForm form = MentionForm::name;
  std::uint32_t entity = none;  // Mentions::entities
};

struct Entity {
  std::string name;  // the fullest name the article or the knowledge gives
  EntityKind kind = EntityKind::unknown;
  std::string country;  // ISO 3166-1 alpha-3, "IGO", "NGO", "IMG" or ""
  std::string sector;   // GOV, MIL, LEG, JUD, COP, OPP, PTY, REB, CVL, BUS, MED, NGO, IGO, CRM, UNK or ""
  std::string office;   // "foreign minister" or ""
  std::string code;     // the knowledge's code of an actor, "" when unknown to it
  Symbol known_by;
  bool plural = false;
  std::vector<std::uint32_t> members;   // entities of which this one is made ("the two ministers")
  std::vector<std::uint32_t> mentions;  // Mentions::mentions, in order
};

enum class TimexType : std::uint8_t { date, time, duration, set };
std::string_view name_of(TimexType type);  // "DATE", ...

struct Timex {
  TextSpan span;
  std::uint32_t begin = 0, end = 0;  // tokens touched
  TimexType type = TimexType::date;
  std::string value;  // TIMEX3: "1998-01-02", "1998-W03", "P2Y", "PRESENT_REF", ...
  std::string mod;    // "BEFORE", "APPROX", ... or ""
  CalendarDate day;   // first day of the interval the value names, as coarse as the value; year 0 when it names none
};

struct Toponym {
  TextSpan span;
  std::uint32_t begin = 0, end = 0;
  std::string name;     // of the place in the gazetteer
  std::string country;  // ISO 3166-1 alpha-3
  std::optional<double> latitude, longitude;
  std::uint64_t geonameid = 0;
  std::uint8_t feature = 0;  // 'C' country, 'A' region, 'P' populated place, 'T' other; 0 unknown
  bool is_demonym = false;   // "Turkish", "Saudis"
  std::uint32_t mention = none;
};

struct Mentions {
  std::vector<Mention> mentions;  // sorted by span; may nest ("[[Syria]'s foreign minister]")
  std::vector<Entity> entities;
  std::vector<Timex> timexes;
  std::vector<Toponym> toponyms;
};

// ---- statements -----------------------------------------------------------------------------------------------------

enum class StatementKind : std::uint8_t { direct, indirect, mixed };
std::string_view name_of(StatementKind kind);
enum class Stance : std::uint8_t {
  says,
  claims,
  denies,
  demands,
  promises,
  threatens,
  asks,
  believes,
  refuses_to_say,
  confirms,
  accuses
};
std::string_view name_of(Stance stance);

struct Statement {
  StatementKind kind = StatementKind::indirect;
  std::vector<TextSpan> source;         // words of the speaker; empty when there are none
  std::uint32_t source_mention = none;  // Mentions::mentions
  std::uint32_t speaker = none;         // Mentions::entities
  std::uint32_t addressee = none;       // Mentions::entities
  std::vector<TextSpan> cue;
  std::uint32_t cue_token = none;
  std::vector<TextSpan> content;  // several pieces when broken by its cue
  Stance stance = Stance::says;
  bool negated = false;         // "did not say that"
  std::uint32_t within = none;  // statement that holds this one
  Symbol known_by;
};

struct Quotation {                 // a stretch between quotation marks
  TextSpan span;                   // without the marks
  std::uint32_t statement = none;  // none for scare quotes, titles and names
  std::uint32_t speaker = none;    // Mentions::entities
  std::uint32_t speaker_mention = none;
};

enum class Factuality : std::uint8_t { actual, future, hypothetical, negated, historical };
std::string_view name_of(Factuality status);

struct Statements {
  std::vector<Statement> statements;
  std::vector<Quotation> quotations;
  std::vector<float> certainty;  // a value per token, -3 (certainly did not) .. 3 (did), for tokens that can be events
  std::vector<Factuality> status;  // a value per token: what the author says of the event it tells; never historical
};

// ---- events ---------------------------------------------------------------------------------------------------------

struct Party {
  std::uint32_t mention = none;  // Mentions::mentions; none for an implied authority ("was arrested": the police)
  std::uint32_t entity = none;   // Mentions::entities; none with an implied one
  std::string country, sector;   // as coded for this event
};

struct Event {
  std::string type;  // PLOVER: "ASSAULT"; the types are data, not an enum
  std::string mode;  // "" when the text does not tell it
  std::string cameo;
  std::vector<std::string> contexts;
  Factuality status = Factuality::actual;
  std::vector<Party> actors, recipients;
  CalendarDate date;
  std::uint32_t timex = none;                          // Mentions::timexes
  std::uint32_t toponym = none;                        // Mentions::toponyms
  std::uint32_t reported_by = none, denied_by = none;  // Mentions::mentions
  std::optional<std::uint32_t> killed, injured;
  std::uint32_t trigger = none;    // token of the first telling
  std::vector<TextSpan> evidence;  // best first; the first holds the trigger
  float score = 0;                 // probability, 0..1
  std::optional<float> intensity;
  Symbol frame;                      // the pattern that read it
  std::string source_sentence_note;  // why, for `explain`
};

// ---- all of it ------------------------------------------------------------------------------------------------------

enum class Stage : std::uint8_t { page, mend, article, syntax, mentions, statements, events };
std::string_view name_of(Stage stage);
std::optional<Stage> stage_of(std::string_view name);

struct StageTime {
  Stage stage;
  double seconds = 0;
};

struct Reading {  // what one read() made of one Source, as far as it went
  Source source;
  Page page;  // mended once the mend stage has run
  Article article;
  Syntax syntax;
  Mentions mentions;
  Statements statements;
  std::vector<Event> events;
  std::vector<Note> notes;
  std::vector<StageTime> times;
  Stage last = Stage::page;
};

}  // namespace dragoman
