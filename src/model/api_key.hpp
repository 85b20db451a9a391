#pragma once
// A key for a program of an account. The key itself is told once, when it is made, and never kept.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "base/strong.hpp"
#include "model/user.hpp"

namespace switchboard {

using ApiKeyId = Strong<struct ApiKeyTag, Uuid>;

constexpr std::size_t api_keys_max = 20;  // that an account makes itself
constexpr std::string_view calls_scope = "calls";

struct ApiKey {
  ApiKeyId id;
  UserId owner;
  std::string prefix;  // the key's first characters, for people to tell keys apart
  std::string name;
  std::vector<std::string> scopes;  // what it may be used for; it grants nothing else
  bool registered = false;          // made by /register: /regenerate replaces it
  Timestamp created_at;
  std::optional<Timestamp> expires_at;
  std::optional<Timestamp> last_used_at;

  [[nodiscard]] bool grants(std::string_view scope) const {
    return std::ranges::find(scopes, scope) != scopes.end();
  }
  friend bool operator==(ApiKey const&, ApiKey const&) = default;
};

}  // namespace switchboard
