#pragma once
// What the query of an Engine.IO request says.

#include <string>
#include <string_view>

namespace switchboard::engineio {

// Decoded; empty when absent or not decodable.
struct Query {
  std::string transport;
  std::string sid;
  std::string eio;      // the protocol's version
  bool base64 = false;  // `b64=1`: binary messages as base64 on a WebSocket too
};

[[nodiscard]] Query read_query(std::string_view query);

}  // namespace switchboard::engineio
