#include "features/accounts/program_rules.hpp"

#include <algorithm>

namespace switchboard::accounts {
namespace {

constexpr std::size_t username_min = 8;
constexpr std::size_t username_max = 16;
constexpr std::size_t password_min = 8;
constexpr std::size_t password_max = 32;

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_word(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_printable(char c) { return c >= 0x20 && c < 0x7F; }

std::unexpected<Error> refuse(char const* text) { return fail(Errc::invalid_argument, text); }

}  // namespace

Result<void> check_program_username(std::string_view username) {
  if (username.empty()) return refuse("username shouldn't be blank");
  if (username.size() < username_min || username.size() > username_max)
    return refuse("username must be between 8 and 16 characters");
  if (!is_letter(username.front()) || !std::ranges::all_of(username, is_word))
    return refuse("username should only contain alphanumeric/underscore and max 16 characters");
  return {};
}

Result<void> check_program_password(std::string_view password) {
  if (password.empty()) return refuse("password must not be blank");
  if (password.size() < password_min || password.size() > password_max)
    return refuse("password should only be 8-32 characters only");
  if (std::ranges::any_of(password, is_space))
    return refuse("password should not contain whitespaces");
  if (!std::ranges::all_of(password, is_printable)) return refuse("password must only be ACSII");
  return {};
}

}  // namespace switchboard::accounts
