// result.h: a failure is a value that names the place and the remedy. The library never prints, aborts or throws
// for an expected failure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>

namespace dragoman {

enum class FailureCode : std::uint8_t {
  not_found,      // a file or folder that should be there is not
  unreadable,     // the operating system refused or the read broke off
  too_large,      // a limit of src/base/limits.h was met
  damaged,        // compressed or framed data that does not decode
  malformed,      // a text format (JSON, TOML, TSV) that does not parse
  no_text,        // nothing to read in the input
  bad_knowledge,  // a knowledge file says something that makes no sense
  bad_model,      // a model file with another format or fingerprint
  bad_argument,   // a caller's option is out of range
};

struct Failure {
  FailureCode code = FailureCode::unreadable;
  std::string file;                   // path or name of the input; empty when there is none
  std::optional<std::uint64_t> byte;  // offset in that file where known
  std::string what;                   // what is wrong, one line, no full stop
  std::string remedy;                 // what the reader of the message can do
};

// "file:byte: what; remedy" on one line.
std::string to_string(const Failure& failure);
std::string_view name_of(FailureCode code);

template <class T>
using Result = tl::expected<T, Failure>;

inline tl::unexpected<Failure> fail(FailureCode code, std::string file, std::string what, std::string remedy,
                                    std::optional<std::uint64_t> byte = {}) {
  return tl::unexpected<Failure>(Failure{code, std::move(file), byte, std::move(what), std::move(remedy)});
}

}  // namespace dragoman
