#include "features/accounts/token_issuer.hpp"

#include <stdexcept>

#include "protocol/jose/access_token.hpp"

namespace switchboard::accounts {

jose::Key signing_key(std::string_view secret) {
  auto key = jose::Key::hmac(secret);
  if (!key) throw std::invalid_argument("JWT_SECRET needs at least 32 bytes");
  return std::move(*key);
}

TokenIssuer::TokenIssuer(std::string_view secret, std::chrono::seconds lifetime, Clock const& clock)
    : key_(signing_key(secret)), lifetime_(lifetime), clock_(clock) {}

std::string TokenIssuer::issue(User const& user, std::optional<SignInId> sign_in) {
  auto now = std::chrono::floor<std::chrono::seconds>(clock_.timestamp()).time_since_epoch();
  jose::AccessTokenClaims claims;
  claims.sub = user.id.value();
  claims.name = user.username;
  claims.email = user.email.value_or("");
  claims.role = name_of(user.role);
  claims.iat = now.count();
  claims.exp = (now + lifetime_).count();
  if (sign_in) claims.sid = sign_in->value().to_string();
  claims.token_version = user.token_version.value();
  return jose::encode(claims, key_);
}

}  // namespace switchboard::accounts
