#include "events/events.h"

namespace dragoman {

struct EventCoder::Data {};
EventCoder::EventCoder(std::unique_ptr<Data> data) : data_(std::move(data)) {}
EventCoder::EventCoder(EventCoder&&) noexcept = default;
EventCoder& EventCoder::operator=(EventCoder&&) noexcept = default;
EventCoder::~EventCoder() = default;
Result<EventCoder> EventCoder::load(const std::string&, const std::vector<std::string>&) { return EventCoder(std::make_unique<Data>()); }
std::vector<Event> EventCoder::code(const Page&, const Article&, const Syntax&, const Mentions&, const Statements&) const { return {}; }

}  // namespace dragoman
