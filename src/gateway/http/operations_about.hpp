#pragma once
// What /openapi.json tells of the endpoints for operators. Included by them alone.

#include "gateway/http/about.hpp"

namespace switchboard::http::about {

inline constexpr std::string_view operations = "Operations";

inline About const health = {
    .tag = operations,
    .summary = "Figures of the process and its machine",
    .answers = {{200, "They are read now", json::append_schema<json::Anything>}},
};
inline About const alive = {
    .tag = operations,
    .summary = "Whether the process runs",
    .answers = {{200, "`ok`, as text"}},
};
inline About const ready = {
    .tag = operations,
    .summary = "Whether a write is stored and a publication comes back",
    .answers = {{200, "Both", json::append_schema<json::Anything>},
                {503, "What does not", json::append_schema<json::Anything>}},
};
inline About const metrics = {
    .tag = operations,
    .summary = "Figures for Prometheus, as text",
    .text = "With `METRICS_TOKEN` set, only with that as a bearer token.",
    .answers = {{200, "In its text format, version 0.0.4"}},
};

}  // namespace switchboard::http::about
