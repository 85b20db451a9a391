#include <fmt/format.h>

#include "app/commands.hpp"
#include "base/expects.hpp"
#include "base/json_escape.hpp"
#include "protocol/jose/jws.hpp"

namespace switchboard::app {

std::string mint_token(Settings const& settings, TokenClaims const& claims, Timestamp now) {
  auto key = jose::Key::hmac(settings.jwt_secret);
  expects(key.has_value(), "a secret of 32 bytes");
  std::string payload = R"({"sub":)";
  append_json_string(payload, claims.sub);
  append_json_string(payload += R"(,"name":)", claims.sub);
  payload += R"(,"email":"","role":)";
  append_json_string(payload, claims.role);
  if (!claims.scope.empty()) append_json_string(payload += R"(,"scope":)", claims.scope);
  auto issued_at = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch();
  auto expires_at = issued_at + claims.expires.value_or(settings.jwt_expiration);
  payload += fmt::format(R"(,"iat":{},"exp":{}}})", issued_at.count(), expires_at.count());
  return jose::sign_compact(payload, *key);
}

}  // namespace switchboard::app
