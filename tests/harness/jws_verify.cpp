// jws-verify: reads lines of {"jwk":{...},"jws":"..."}, prints `valid` or `invalid` for each. It
// judges the signature only: any `typ` is welcome. The algorithm comes from the key, where a JWK
// without `alg` means HS256 for oct, RS256 for RSA, ES256 for P-256 and EdDSA for Ed25519.

#include <iostream>
#include <string>

#include "protocol/jose/jws.hpp"
#include "protocol/json/document.hpp"

namespace {

using namespace switchboard;

bool is_valid(std::string_view line) {
  json::Document document(line);
  if (!document.valid()) return false;
  auto jwk = document.root().find("jwk");
  auto jws = document.root().find("jws");
  if (!jwk || !jws || !jws->string()) return false;
  auto key = jose::Key::from_jwk(*jwk);
  return key && jose::verify_compact(*jws->string(), *key, jose::Typ::any);
}

}  // namespace

int main() {
  std::string line;
  while (std::getline(std::cin, line))
    std::cout << (is_valid(line) ? "valid" : "invalid") << std::endl;
  return 0;
}
