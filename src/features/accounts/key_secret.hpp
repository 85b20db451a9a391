#pragma once
// The text of an API key, and what is kept of it.

#include <cstdint>
#include <string>
#include <string_view>

namespace switchboard::accounts {

struct KeySecret {
  std::string text;    // told once, to whoever made it
  std::string digest;  // SHA-256 in hex; 256 random bits need no salt
  std::string prefix;
};

// 64 hex digits, behind `sbk_` unless /register makes it, whose keys have none.
enum class KeyForm : std::uint8_t { plain, marked };
[[nodiscard]] KeySecret new_key_secret(KeyForm form);

// Whether a text can be a key at all: what cannot is not looked for.
[[nodiscard]] bool looks_like_key(std::string_view text);
[[nodiscard]] std::string key_digest(std::string_view text);

}  // namespace switchboard::accounts
