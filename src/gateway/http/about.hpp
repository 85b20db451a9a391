#pragma once
// What a route says of itself to whoever reads /openapi.json. Its method, path, permission and the
// errors that follow from them are the route's own and are not said twice.

#include <string_view>
#include <vector>

#include "protocol/json/schema.hpp"

namespace switchboard::http {

enum class In : std::uint8_t { query, header };

struct AboutParameter {
  In in;
  std::string_view name;
  std::string_view text;
  std::string_view schema = R"({"type":"string"})";  // JSON
};

// One kind of answer. Without a schema it has no body; `example` is JSON.
struct AboutAnswer {
  int status;
  std::string_view text;
  json::AppendSchema schema = nullptr;
  std::string_view example = {};
};

struct About {
  std::string_view tag;
  std::string_view summary;
  std::string_view text = {};
  std::vector<AboutParameter> parameters = {};  // but those of the path
  json::AppendSchema body = nullptr;            // null: it takes none
  std::string_view body_example = {};           // JSON
  std::vector<AboutAnswer> answers = {};        // but the errors that every route has
};

}  // namespace switchboard::http
