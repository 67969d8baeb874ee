#include "source/formats.h"

#include "source/feed.h"
#include "source/json_lines.h"

namespace dragoman {
namespace {

constexpr ContainerFormat formats[] = {
    {"feed", is_feed, read_feed},
    {"lines of JSON", is_json_lines, read_json_lines},
};

}  // namespace

std::span<const ContainerFormat> container_formats() { return formats; }

}  // namespace dragoman
