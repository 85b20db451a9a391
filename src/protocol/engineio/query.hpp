#pragma once
// What the query of an Engine.IO request says.

#include <string>
#include <string_view>

namespace switchboard::engineio {

// Decoded; empty when absent or not decodable.
struct Query {
  std::string transport;
  std::string sid;
  std::string eio;  // the protocol's version
};

[[nodiscard]] Query read_query(std::string_view query);

}  // namespace switchboard::engineio
