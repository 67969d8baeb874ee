#include "article/article.h"

#include <algorithm>
#include <cmath>

#include "article/block_features.h"
#include "article/dates.h"
#include "article/decode.h"
#include "article/furniture.h"
#include "article/language.h"
#include "article/metadata.h"
#include "article/several.h"
#include "article/tree_model.h"
#include "base/linear_model.h"

namespace dragoman {
namespace {

struct Model {  // of pages with markup or of plain text
  LinearModel linear;
  TreeModel trees;
};

Result<Model> load_model(const std::string& folder, const std::string& name) {
  auto linear = LinearModel::load(folder + "/models/article-" + name + ".linear", linear_fingerprint);
  if (!linear) return tl::unexpected(linear.error());
  auto trees = TreeModel::load(folder + "/models/article-" + name + ".trees", tree_fingerprint);
  if (!trees) return tl::unexpected(trees.error());
  return Model{std::move(*linear), std::move(*trees)};
}

// What a body block is, by its tag; lines of plain text by their shape.
Label body_label(const Block& block, const BlockView& view) {
  switch (block.tag) {
    case BlockTag::heading:
      return Label::subheading;
    case BlockTag::list_item:
      return Label::list_item;
    case BlockTag::quote:
      return Label::quote;
    case BlockTag::cell:
      return Label::cell;
    case BlockTag::caption:
      return Label::caption;
    case BlockTag::line:
      return view.words.size() <= 12 && view.sentences == 0 && view.last != ':' && view.last != ',' ? Label::subheading
                                                                                                    : Label::paragraph;
    default:
      return Label::paragraph;
  }
}

// What a block that is not body is: by its phrases, then by its links.
Label furniture_label(const Block& block, const BlockView& view) {
  if (!view.hits.empty() && (view.hits[0].clear || view.words.size() <= 40)) return view.hits[0].label;
  if (block.tag == BlockTag::button) return Label::button;
  if (view.names_author && view.words.size() <= 15) return Label::byline;
  if (block.link_share > 0.6f) return view.words.size() >= 5 ? Label::related : Label::menu;
  // The names of a site's sections, in text that has lost its links.
  if (block.tag == BlockTag::line && view.words.size() <= 3 && view.sentences == 0 && view.digits == 0)
    return Label::menu;
  return Label::other;
}

}  // namespace

struct ArticleLabeller::Data {
  ViewTables view;
  Bylines bylines;
  DateReader dates;
  Model html, text;
};

ArticleLabeller::ArticleLabeller(std::unique_ptr<Data> data) : data_(std::move(data)) {}
ArticleLabeller::ArticleLabeller(ArticleLabeller&&) noexcept = default;
ArticleLabeller& ArticleLabeller::operator=(ArticleLabeller&&) noexcept = default;
ArticleLabeller::~ArticleLabeller() = default;

Result<ArticleLabeller> ArticleLabeller::load(const std::string& data_folder) {
  auto view = ViewTables::load(data_folder);
  if (!view) return tl::unexpected(view.error());
  auto bylines = Bylines::load(data_folder);
  if (!bylines) return tl::unexpected(bylines.error());
  auto dates = DateReader::load(data_folder);
  if (!dates) return tl::unexpected(dates.error());
  auto html = load_model(data_folder, "html");
  if (!html) return tl::unexpected(html.error());
  auto text = load_model(data_folder, "text");
  if (!text) return tl::unexpected(text.error());
  return ArticleLabeller(std::make_unique<Data>(
      Data{std::move(*view), std::move(*bylines), std::move(*dates), std::move(*html), std::move(*text)}));
}

namespace {

// A text that its container calls an article: all of it is body but what clear phrases mark as furniture.
void label_article_text(const Page& page, const PageView& view, const Furniture& furniture, const std::string& title,
                        Article& article) {
  const std::vector<std::uint64_t> title_words = word_hashes(title);
  for (std::size_t i = 0; i < page.blocks.size(); ++i) {
    const BlockView& block = view.blocks[i];
    LabelledBlock out{body_label(page.blocks[i], block), 4, "the text of an article"};
    if (i == 0 && block.words.size() >= 3 && block.words == title_words) {
      out = {Label::title, -4, "the title as stated"};
    } else if (is_clear_furniture(block.hits, block.words.size())) {
      out = {block.hits[0].label, -4, furniture.symbol(block.hits[0]).str()};
    }
    article.blocks.push_back(std::move(out));
  }
}

// A plain text whose blocks all but wholly read as sentences, or that has no more than two blocks, is an article pasted
// alone: the model, made from whole pages, would miss the page around it.
bool is_article_alone(const Page& page) {
  if (page.blocks.size() <= 2) return true;
  std::uint32_t all = 0, sentences = 0;
  for (const Block& block : page.blocks) {
    const std::string_view text = page.text.view(block.span);
    all += block.span.size();
    const bool ends = text.find_last_of(".!?") + 4 > text.size();  // a closing mark of up to three bytes may follow
    if (ends && text.size() >= 40) sentences += block.span.size();
  }
  return sentences * 100ull >= all * 98ull;
}

// Takes doubles out of a block's features.
class SeenFeatures {
 public:
  void keep_first(std::vector<std::uint64_t>& features) {
    ++round_;
    std::size_t kept = 0;
    for (const std::uint64_t feature : features) {
      std::size_t at = feature % slots_.size();
      while (slots_[at].round == round_ && slots_[at].feature != feature) at = (at + 1) % slots_.size();
      if (slots_[at].round == round_) continue;
      slots_[at] = {feature, round_};
      features[kept++] = feature;
      if (kept * 2 > slots_.size()) break;  // no block has so many
    }
    features.resize(kept);
  }

 private:
  struct Slot {
    std::uint64_t feature = 0;
    std::uint32_t round = 0;
  };
  std::vector<Slot> slots_ = std::vector<Slot>(2048);
  std::uint32_t round_ = 0;
};

void label_page(const Page& page, const PageView& view, const Model& model, const Furniture& furniture,
                Article& article) {
  std::vector<float> scores;
  std::vector<std::uint64_t> features;
  SeenFeatures seen;
  for (std::uint32_t i = 0; i < page.blocks.size(); ++i) {
    features.clear();
    linear_features(page, view, i, features);
    for (const std::uint64_t feature : features) model.linear.prefetch(feature);
    seen.keep_first(features);
    float score = 0;
    for (const std::uint64_t feature : features) model.linear.add(feature, &score);
    scores.push_back(score);
  }
  const DenseFeatures dense(page, view, scores);
  for (std::uint32_t i = 0; i < page.blocks.size(); ++i) scores[i] = model.trees.score(dense.row(i));
  const std::vector<bool> body = decode_page(page, view, scores);
  for (std::uint32_t i = 0; i < page.blocks.size(); ++i) {
    const BlockView& block = view.blocks[i];
    LabelledBlock out;
    out.score = scores[i];
    if (view.has_markup && i == view.title_block) {
      out.label = Label::title;
      out.why = "the headline";
    } else if (body[i] && !is_clear_furniture(block.hits, block.words.size())) {
      out.label = body_label(page.blocks[i], block);
      out.why = "learned";
    } else {
      const bool is_comment = is_marked_comment(view, page.blocks[i]);
      out.label = is_comment ? Label::comment : furniture_label(page.blocks[i], block);
      out.why = is_comment                                ? "the markup calls it a comment"
                : is_marked_caption(view, page.blocks[i]) ? "the markup calls it a caption"
                                                          : "learned";
      if (!block.hits.empty()) out.why += "; " + furniture.symbol(block.hits[0]).str();
    }
    article.blocks.push_back(std::move(out));
  }
}

}  // namespace

Article ArticleLabeller::label(const Source& source, const Page& page, const std::string& date) const {
  Article article;
  const PageView view = view_page(page, data_->view);
  const bool is_alone = source.form != SourceForm::unknown || (!view.has_markup && is_article_alone(page));
  if (is_alone)
    label_article_text(page, view, data_->view.furniture, source.stated.title, article);
  else
    label_page(page, view, view.has_markup ? data_->html : data_->text, data_->view.furniture, article);
  if (view.has_markup && !is_alone) {
    keep_one_article(page, view, article);
    note_live_blog(page, view, article);
  }
  BodyRange body;
  for (std::uint32_t i = 0; i < article.blocks.size(); ++i) {
    if (!is_body(article.blocks[i].label)) continue;
    if (body.first == none) body.first = i;
    body.last = i;
  }
  find_language(page, article);
  fill_metadata(source, page, view, body, data_->bylines, data_->dates, date, article);
  if (body.first == none && !page.blocks.empty())
    article.notes.push_back({"article", "no block reads like an article", {}});
  return article;
}

}  // namespace dragoman
