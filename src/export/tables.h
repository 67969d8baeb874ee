// tables.h: rows of cells: CSV, TSV, and the layouts of other projects.
#pragma once

#include "export/export.h"

namespace dragoman::exporting {

std::unique_ptr<Exporter> make_csv(Write write, const ExportOptions& options);       // RFC 4180
std::unique_ptr<Exporter> make_tsv(Write write, const ExportOptions& options);       // tabs in texts become blanks
std::unique_ptr<Exporter> make_gdelt(Write write, const ExportOptions& options);     // GDELT 2.0 events, 61 columns
std::unique_ptr<Exporter> make_icews(Write write, const ExportOptions& options);     // ICEWS coded events
std::unique_ptr<Exporter> make_polecat(Write write, const ExportOptions& options);   // POLECAT's table
std::unique_ptr<Exporter> make_petrarch(Write write, const ExportOptions& options);  // PETRARCH's output lines

}  // namespace dragoman::exporting
