#include "model/user.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace switchboard {

std::string_view name_of(Role role) {
  switch (role) {
    case Role::client: return "client";
    case Role::trainer: return "trainer";
    case Role::admin: return "admin";
  }
  std::unreachable();
}

std::optional<Role> role_of(std::string_view name) {
  auto same = [](char left, char right) { return (left | 0x20) == right; };
  for (auto role : {Role::client, Role::trainer, Role::admin})
    if (std::ranges::equal(name, name_of(role), same)) return role;
  return std::nullopt;
}

}  // namespace switchboard
