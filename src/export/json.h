// json.h: events as JSON: one object a line, whole or in the shape of NGEC, and GeoJSON.
#pragma once

#include "export/export.h"

namespace dragoman::exporting {

std::unique_ptr<Exporter> make_ndjson(Write write, const ExportOptions& options);
std::unique_ptr<Exporter> make_ngec(Write write, const ExportOptions& options);
std::unique_ptr<Exporter> make_geojson(Write write, const ExportOptions& options);  // RFC 7946

}  // namespace dragoman::exporting
