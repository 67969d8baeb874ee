// parquet.h: the flat columns as Apache Parquet (format 2.9): one file, row groups of 50,000 rows, texts by dictionary,
// pages compressed with zstd, least and greatest values for readers that skip. Thrift's compact protocol is written by
// hand: some hundred bytes of metadata need no library.
#pragma once

#include "export/export.h"

namespace dragoman::exporting {

std::unique_ptr<Exporter> make_parquet(Write write, const ExportOptions& options);

}  // namespace dragoman::exporting
