#include "protocol/engineio/query.hpp"

#include "protocol/http/target.hpp"

namespace switchboard::engineio {

Query read_query(std::string_view query) {
  auto const value = [&](std::string_view name) {
    return http::query_value(query, name).value_or(std::string());
  };
  auto const base64 = value("b64");
  return {
      .transport = value("transport"),
      .sid = value("sid"),
      .eio = value("EIO"),
      .base64 = base64 == "1" || base64 == "true",
  };
}

}  // namespace switchboard::engineio
