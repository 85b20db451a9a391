#pragma once
// The bodies of /register, /updatepassword and /regenerate.

#include <optional>
#include <string>
#include <string_view>

namespace switchboard::calls {

struct Credentials {
  std::string username;
  std::string password;
  std::string old_password;
  std::string new_password;

  friend bool operator==(Credentials const&, Credentials const&) = default;
};

// A JSON object whose names count in any case; what is absent or null is empty, what is unknown is
// ignored. nullopt: no JSON, a member of another type, or one that is there twice.
[[nodiscard]] std::optional<Credentials> decode_credentials(std::string_view body);

}  // namespace switchboard::calls
