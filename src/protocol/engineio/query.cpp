#include "protocol/engineio/query.hpp"

#include "protocol/http/target.hpp"

namespace switchboard::engineio {

Query read_query(std::string_view query) {
  auto const value = [&](std::string_view name) {
    return http::query_value(query, name).value_or(std::string());
  };
  return {
      .transport = value("transport"),
      .sid = value("sid"),
      .eio = value("EIO"),
  };
}

}  // namespace switchboard::engineio
