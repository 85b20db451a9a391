#include "protocol/jose/key_ring.hpp"

#include "base/encoding.hpp"
#include "protocol/json/document.hpp"

namespace switchboard::jose {
namespace {

constexpr json::Limits set_limits{
    .bytes_max = jwk_set_bytes_max, .depth_max = 8, .values_max = 8192};
constexpr json::Limits header_limits{.bytes_max = jws_bytes_max, .depth_max = 8, .values_max = 64};

std::optional<std::string> text_of(json::Value object, std::string_view name) {
  auto member = object.find(name);
  auto text = member ? member->string() : std::nullopt;
  return text ? std::optional(std::string(*text)) : std::nullopt;
}

}  // namespace

std::optional<KeyHint> key_hint(std::string_view token) {
  if (token.size() > jws_bytes_max) return std::nullopt;
  auto text = from_base64url(token.substr(0, token.find('.')));
  if (!text) return std::nullopt;
  json::Document header(*text, header_limits);
  if (!header.valid() || !header.root().is_object()) return std::nullopt;
  auto alg = text_of(header.root(), "alg");
  if (!alg) return std::nullopt;
  return KeyHint{std::move(*alg), text_of(header.root(), "kid")};
}

std::optional<KeyRing> KeyRing::parse(std::string_view jwk_set) {
  json::Document document(jwk_set, set_limits);
  if (!document.valid() || !document.root().is_object()) return std::nullopt;
  auto keys = document.root().find("keys");
  if (!keys || keys->kind() != json::Kind::array) return std::nullopt;
  KeyRing ring;
  keys->each_element([&](json::Value jwk) {
    auto key = Key::from_jwk(jwk);
    if (key && key->algorithm() != Algorithm::hs256)
      ring.keys_.push_back({text_of(jwk, "kid"), std::move(*key)});
    return ring.keys_.size() < keys_max;
  });
  if (ring.keys_.empty()) return std::nullopt;
  return ring;
}

std::vector<Key*> KeyRing::fitting(KeyHint const& hint) {
  std::vector<Key*> found;
  for (auto& [kid, key] : keys_) {
    if (name_of(key.algorithm()) != hint.alg || (hint.kid && kid != hint.kid)) continue;
    found.push_back(&key);
    if (!hint.kid && found.size() == nameless_tries_max) break;
  }
  return found;
}

}  // namespace switchboard::jose
