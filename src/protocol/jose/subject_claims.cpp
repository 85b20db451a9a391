#include "protocol/jose/subject_claims.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/encoding.hpp"
#include "model/subject.hpp"
#include "protocol/json/document.hpp"

namespace switchboard::jose {
namespace {

constexpr json::Limits payload_limits{
    .bytes_max = jws_bytes_max, .depth_max = 16, .values_max = 2048};
constexpr double time_max = 9007199254740992.0;  // 2^53
constexpr std::string_view push_scope = "push:send";

bool take_time(std::optional<std::int64_t>& out, json::Value value) {
  auto number = value.number();
  if (!number || std::abs(*number) > time_max) return false;
  out = static_cast<std::int64_t>(std::floor(*number));
  return true;
}

bool take_version(SubjectClaims& to, json::Value value) {
  to.token_version = value.integer();
  return true;
}

bool lists_push(std::string_view words) {
  while (!words.empty()) {
    auto word = words.substr(0, words.find(' '));
    if (word == push_scope) return true;
    words.remove_prefix(std::min(words.size(), word.size() + 1));
  }
  return false;
}

// One string (RFC 8693 section 4.2), or an array of them.
bool take_scope(SubjectClaims& to, json::Value value) {
  if (auto words = value.string()) to.push_scope = lists_push(*words);
  if (value.kind() == json::Kind::array)
    to.push_scope = !value.each_element([](json::Value one) { return one.string() != push_scope; });
  return true;
}

// One string, or an array of them (RFC 7519 section 4.1.3).
bool take_audience(SubjectClaims& to, json::Value value) {
  auto take = [&to](json::Value one) {
    auto text = one.string();
    if (text) to.audience.emplace_back(*text);
    return text.has_value();
  };
  if (value.kind() != json::Kind::array) return take(value);
  return value.size() > 0 && value.each_element(take);
}

bool take_subject(SubjectClaims& to, json::Value value) {
  to.sub = value.string().value_or("");
  return to.sub.size() <= subject_bytes_max;
}

bool take_role(SubjectClaims& to, json::Value value) {
  to.role = value.string().value_or("");
  return true;
}

bool take_sign_in(SubjectClaims& to, json::Value value) {
  to.sid = value.string();
  return true;
}

struct Claim {
  std::string_view name;
  bool (*take)(SubjectClaims&, json::Value);
};
using Claims = SubjectClaims;
constexpr std::array known{
    Claim{"sub", take_subject},
    Claim{"role", take_role},
    Claim{"scope", take_scope},
    Claim{"ver", take_version},
    Claim{"sid", take_sign_in},
    Claim{"exp", [](Claims& to, json::Value value) { return take_time(to.exp, value); }},
    Claim{"nbf", [](Claims& to, json::Value value) { return take_time(to.nbf, value); }},
    Claim{"iat", [](Claims& to, json::Value value) { return take_time(to.iat, value); }},
    Claim{"aud", take_audience},
};

// False for what is wrong and what is there twice.
bool take_claims(SubjectClaims& claims, json::Value payload) {
  unsigned seen = 0;
  return payload.each_member([&](std::string_view name, json::Value value) {
    auto const* claim = std::ranges::find(known, name, &Claim::name);
    if (claim == known.end()) return true;
    auto bit = 1U << (claim - known.begin());
    bool again = (seen & bit) != 0;
    seen |= bit;
    return !again && claim->take(claims, value);
  });
}

std::unexpected<Error> malformed() {
  return fail(Errc::unauthenticated, "Invalid token format", "token_format");
}

Result<SubjectClaims> read_claims(std::string_view payload) {
  json::Document document(payload, payload_limits);
  if (!document.valid() || !document.root().is_object()) return malformed();
  SubjectClaims claims;
  if (!take_claims(claims, document.root())) return malformed();
  if (claims.sub.empty())
    return fail(Errc::unauthenticated, "Token does not contain user ID (sub field)",
                "token_without_subject");
  return claims;
}

std::optional<std::string> unverified_payload(std::string_view token) {
  if (token.size() > jws_bytes_max || std::ranges::count(token, '.') != 2) return std::nullopt;
  auto begin = token.find('.') + 1;
  return from_base64url(token.substr(begin, token.rfind('.') - begin));
}

}  // namespace

Result<SubjectClaims> decode_subject(std::string_view token, Key& key) {
  if (auto payload = verify_compact(token, key)) return read_claims(*payload);
  auto payload = unverified_payload(token);
  if (!payload || !json::Document(*payload, payload_limits).valid()) return malformed();
  return fail(Errc::unauthenticated, "Invalid token signature", "token_signature");
}

Result<SubjectClaims> decode_subject_unverified(std::string_view token) {
  auto payload = unverified_payload(token);
  if (!payload) return malformed();
  return read_claims(*payload);
}

}  // namespace switchboard::jose
