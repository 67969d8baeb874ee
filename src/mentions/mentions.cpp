#include "mentions/mentions.h"

namespace dragoman {

struct MentionFinder::Data {};
MentionFinder::MentionFinder(std::unique_ptr<Data> data) : data_(std::move(data)) {}
MentionFinder::MentionFinder(MentionFinder&&) noexcept = default;
MentionFinder& MentionFinder::operator=(MentionFinder&&) noexcept = default;
MentionFinder::~MentionFinder() = default;
Result<MentionFinder> MentionFinder::load(const std::string&, const std::vector<std::string>&) { return MentionFinder(std::make_unique<Data>()); }
Mentions MentionFinder::find(const Page&, const Article&, const Syntax&) const { return {}; }

}  // namespace dragoman
