#include "protocol/calls/credentials.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "protocol/json/document.hpp"

namespace switchboard::calls {
namespace {

constexpr json::Limits limits{.bytes_max = 16 * 1024, .depth_max = 16, .values_max = 256};

constexpr std::array<std::pair<std::string_view, std::string Credentials::*>, 4> members{
    {{"username", &Credentials::username},
     {"password", &Credentials::password},
     {"old_password", &Credentials::old_password},
     {"new_password", &Credentials::new_password}}};

bool same(std::string_view name, std::string_view lower_case) {
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  return std::ranges::equal(name, lower_case, {}, lower);
}

}  // namespace

std::optional<Credentials> decode_credentials(std::string_view body) {
  json::Document document(body, limits);
  if (!document.valid() || !document.root().is_object()) return std::nullopt;
  Credentials credentials;
  std::array<bool, members.size()> seen{};
  bool good = document.root().each_member([&](std::string_view name, json::Value value) {
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (!same(name, members[i].first)) continue;
      auto text = value.is_null() ? std::optional<std::string_view>("") : value.string();
      if (std::exchange(seen[i], true) || !text) return false;
      credentials.*members[i].second = *text;
    }
    return true;
  });
  if (!good) return std::nullopt;
  return credentials;
}

}  // namespace switchboard::calls
