// sha256.h: the digest that keys a document (FIPS 180-4).
#pragma once

#include <string>
#include <string_view>

namespace dragoman {

std::string sha256_hex(std::string_view bytes);

}  // namespace dragoman
