#include "protocol/jose/access_token.hpp"

#include <array>

#include "protocol/json/append.hpp"
#include "protocol/json/document.hpp"

namespace switchboard::jose {
namespace {

constexpr std::size_t claims_max = 64;
constexpr std::int64_t time_max = std::int64_t{1} << 53;

bool take(std::string& out, json::Value value) {
  auto text = value.string();
  if (text) out = *text;
  return text.has_value();
}

bool take_number(std::int64_t& out, json::Value value) {
  auto number = value.integer();
  if (number) out = *number;
  return number.has_value();
}

bool take_time(std::int64_t& out, json::Value value) {
  return take_number(out, value) && out >= -time_max && out <= time_max;
}

// Each claim that we know, and how it is taken; the first six must be there.
struct Claim {
  std::string_view name;
  bool (*take)(AccessTokenClaims&, json::Value);
};
using Claims = AccessTokenClaims;
constexpr std::array known{
    Claim{"sub", [](Claims&, json::Value v) { return v.string().has_value(); }},
    Claim{"name", [](Claims& to, json::Value v) { return take(to.name, v); }},
    Claim{"email", [](Claims& to, json::Value v) { return take(to.email, v); }},
    Claim{"role", [](Claims& to, json::Value v) { return take(to.role, v); }},
    Claim{"exp", [](Claims& to, json::Value v) { return take_time(to.exp, v); }},
    Claim{"iat", [](Claims& to, json::Value v) { return take_time(to.iat, v); }},
    Claim{"nbf", [](Claims& to, json::Value v) { return take_time(to.nbf.emplace(), v); }},
    Claim{"sid", [](Claims& to, json::Value v) { return take(to.sid.emplace(), v); }},
    Claim{"ver",
          [](Claims& to, json::Value v) { return take_number(to.token_version.emplace(), v); }},
    Claim{"aud", [](Claims&, json::Value) { return false; }},
};
constexpr unsigned required = 0b111111;

// False for what is wrong, what is there twice, and what is not there.
bool take_claims(json::Value payload, AccessTokenClaims& claims) {
  unsigned seen = 0;
  bool unknown = false;
  bool good = payload.each_member([&](std::string_view name, json::Value value) {
    for (std::size_t i = 0; i < known.size(); ++i) {
      if (known[i].name != name) continue;
      bool again = (seen & 1U << i) != 0;
      seen |= 1U << i;
      return !again && known[i].take(claims, value);
    }
    unknown = true;
    return true;
  });
  if (!good || (seen & required) != required) return false;
  return !unknown || !json::has_duplicates(payload);
}

std::unexpected<Error> refuse() {
  return fail(Errc::unauthenticated, "Invalid authentication token");
}

}  // namespace

std::string encode(AccessTokenClaims const& claims, Key& key) {
  std::string payload;
  payload.reserve(256);
  auto add = [&](std::string_view name, auto const& value) {
    payload += payload.empty() ? "{\"" : ",\"";
    payload += name;
    payload += "\":";
    json::append(payload, value);
  };
  add("sub", claims.sub);
  add("name", claims.name);
  add("email", claims.email);
  add("role", claims.role);
  add("exp", claims.exp);
  add("iat", claims.iat);
  if (claims.sid) add("sid", *claims.sid);
  if (claims.token_version) add("ver", *claims.token_version);
  payload += '}';
  return sign_compact(payload, key);
}

Result<AccessTokenClaims> decode(std::string_view token, Key& key) {
  auto payload = verify_compact(token, key);
  if (!payload) return refuse();
  json::Document document(*payload, {.depth_max = 8, .values_max = 2 * claims_max});
  if (!document.valid() || !document.root().is_object()) return refuse();
  AccessTokenClaims claims;
  if (!take_claims(document.root(), claims)) return refuse();
  auto sub = Uuid::parse(document.root().find("sub")->string().value());
  if (!sub) return fail(Errc::unauthenticated, "Invalid user ID in token");
  claims.sub = *sub;
  return claims;
}

}  // namespace switchboard::jose
