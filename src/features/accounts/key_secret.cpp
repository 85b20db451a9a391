#include "features/accounts/key_secret.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <array>

#include "base/encoding.hpp"
#include "base/random.hpp"

namespace switchboard::accounts {
namespace {

constexpr std::string_view mark = "sbk_";
constexpr std::size_t key_bytes = 32;
constexpr std::size_t shown_digits = 8;

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

}  // namespace

KeySecret new_key_secret(KeyForm form) {
  std::string start(form == KeyForm::marked ? mark : "");
  auto digits = random_hex(key_bytes);
  KeySecret secret{.text = start + digits, .digest = {}, .prefix = {}};
  secret.digest = key_digest(secret.text);
  secret.prefix = start + digits.substr(0, shown_digits);
  return secret;
}

bool looks_like_key(std::string_view text) {
  if (text.starts_with(mark)) text.remove_prefix(mark.size());
  return text.size() == 2 * key_bytes && std::ranges::all_of(text, is_hex);
}

std::string key_digest(std::string_view text) {
  std::array<char, SHA256_DIGEST_LENGTH> digest;
  SHA256(reinterpret_cast<unsigned char const*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return to_hex({digest.data(), digest.size()});
}

}  // namespace switchboard::accounts
