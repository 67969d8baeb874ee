// lookalikes.h: letters of two scripts that look the same, read from knowledge/lookalikes.tsv. Immutable.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "dragoman/result.h"
#include "mend/letters.h"

namespace dragoman {

class Lookalikes {
 public:
  static Result<Lookalikes> load(const std::string& data_folder);

  // `word` with every letter in `script`; false when a letter has no look-alike there or nothing changes.
  bool in_script(std::u32string_view word, Script script, std::u32string& out) const;

 private:
  std::unordered_map<char32_t, char32_t> tables_[3];  // to Latin, Cyrillic, Greek
};

}  // namespace dragoman
