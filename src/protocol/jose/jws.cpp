#include "protocol/jose/jws.hpp"

#include <algorithm>
#include <array>

#include "base/encoding.hpp"
#include "base/expects.hpp"
#include "protocol/json/document.hpp"

namespace switchboard::jose {
namespace {

// {"alg":"HS256","typ":"JWT"}: what we write ourselves, and so nearly all that we read.
constexpr std::string_view our_header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
constexpr std::size_t header_values_max = 64;

// Each changes what is verified or by which key, and nobody here wants that said by the sender.
constexpr std::array<std::string_view, 6> refused_members{"crit", "b64", "jwk",
                                                          "jku",  "x5c", "x5u"};

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool is_jwt(std::string_view typ) {
  return std::ranges::equal(typ, std::string_view("jwt"), {}, lower);
}

bool accepts_member(std::string_view name, json::Value value, Typ typ) {
  if (name == "typ") {
    auto text = value.string();
    return text && (typ == Typ::any || is_jwt(*text));
  }
  return std::ranges::find(refused_members, name) == refused_members.end();
}

bool accepts_header(std::string_view encoded, Algorithm algorithm, Typ typ) {
  if (encoded == our_header) return algorithm == Algorithm::hs256;
  auto text = from_base64url(encoded);
  if (!text) return false;
  json::Document header(*text, {.depth_max = 8, .values_max = header_values_max});
  if (!header.valid() || !header.root().is_object()) return false;
  auto alg = header.root().find("alg");
  return alg && alg->string() == name_of(algorithm) && !json::has_duplicates(header.root()) &&
         header.root().each_member([&](std::string_view name, json::Value value) {
           return accepts_member(name, value, typ);
         });
}

}  // namespace

std::optional<std::string> verify_compact(std::string_view jws, Key& key, Typ typ) {
  if (jws.size() > jws_bytes_max || std::ranges::count(jws, '.') != 2) return std::nullopt;
  auto header_end = jws.find('.');
  auto payload_end = jws.rfind('.');
  if (!accepts_header(jws.substr(0, header_end), key.algorithm(), typ)) return std::nullopt;
  auto signature = from_base64url(jws.substr(payload_end + 1));
  if (!signature || !key.verify(jws.substr(0, payload_end), *signature)) return std::nullopt;
  return from_base64url(jws.substr(header_end + 1, payload_end - header_end - 1));
}

std::string sign_compact(std::string_view payload, Key& key) {
  expects(key.algorithm() == Algorithm::hs256, "an HMAC key");
  std::string jws(our_header);
  jws += '.';
  jws += to_base64url(payload);
  auto signature = key.sign(jws);
  jws += '.';
  jws += to_base64url(signature);
  return jws;
}

}  // namespace switchboard::jose
