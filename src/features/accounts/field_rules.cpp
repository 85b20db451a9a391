#include "features/accounts/field_rules.hpp"

#include <algorithm>
#include <cstdint>

namespace switchboard::accounts {
namespace {

constexpr std::size_t username_characters_min = 3;
constexpr std::size_t username_characters_max = 50;
constexpr std::size_t email_characters_max = 100;
constexpr std::size_t password_characters_min = 8;
constexpr std::size_t full_name_characters_max = 100;
constexpr std::size_t phone_digits_min = 6;
constexpr std::size_t phone_characters_max = 20;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter(char c) { return is_upper(c) || is_lower(c); }

std::unexpected<Error> refuse(char const* text) { return fail(Errc::invalid_argument, text); }

bool is_email_local_part(std::string_view local) {
  auto allowed = [](char c) {
    return is_letter(c) || is_digit(c) || std::string_view("._%+-").contains(c);
  };
  return !local.empty() && std::ranges::all_of(local, allowed);
}

// Dot-separated labels of letters, digits and inner hyphens; the last of two letters or more.
bool is_email_domain(std::string_view domain) {
  std::size_t labels = 0;
  while (true) {
    auto dot = domain.find('.');
    auto label = domain.substr(0, dot);
    auto allowed = [](char c) { return is_letter(c) || is_digit(c) || c == '-'; };
    if (label.empty() || !std::ranges::all_of(label, allowed)) return false;
    if (label.front() == '-' || label.back() == '-') return false;
    ++labels;
    if (dot == std::string_view::npos)
      return labels >= 2 && label.size() >= 2 && std::ranges::all_of(label, is_letter);
    domain.remove_prefix(dot + 1);
  }
}

// The next code point of valid UTF-8; `text` loses its bytes.
char32_t take_code_point(std::string_view& text) {
  auto lead = static_cast<std::uint8_t>(text.front());
  std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length && i < text.size(); ++i)
    point = (point << 6) | (static_cast<std::uint8_t>(text[i]) & 0x3FU);
  text.remove_prefix(std::min(length, text.size()));
  return point;
}

// Controls, line separators, and the marks that reverse text and so make one name look like
// another.
bool is_printable(char32_t point) {
  if (point < 0x20 || (point >= 0x7F && point < 0xA0)) return false;
  if (point == 0x2028 || point == 0x2029 || point == 0xFEFF) return false;
  if (point == 0x200E || point == 0x200F || point == 0x061C) return false;
  if ((point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069)) return false;
  return (point & 0xFFFE) != 0xFFFE;
}

bool is_space(char32_t point) {
  return point == ' ' || point == 0xA0 || point == 0x3000 || (point >= 0x2000 && point <= 0x200D) ||
         point == 0x202F || point == 0x205F || point == 0x1680 || point == 0x2060;
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<std::uint8_t>(c) & 0xC0U) != 0x80; }));
}

}  // namespace

Result<void> check_username(std::string_view username) {
  if (username.size() < username_characters_min || username.size() > username_characters_max)
    return refuse("Username must be between 3 and 50 characters long");
  auto allowed = [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '.'; };
  if (!std::ranges::all_of(username, allowed))
    return refuse("Username can only contain letters, digits, underscores and dots");
  return {};
}

Result<void> check_email(std::string_view email) {
  if (email.size() > email_characters_max)
    return refuse("Email must be at most 100 characters long");
  auto at = email.find('@');
  if (at == std::string_view::npos || !is_email_local_part(email.substr(0, at)) ||
      !is_email_domain(email.substr(at + 1)))
    return refuse("Invalid email format");
  return {};
}

Result<void> check_password(std::string_view password) {
  if (count_characters(password) < password_characters_min)
    return refuse("Password must be at least 8 characters long");
  if (!std::ranges::any_of(password, is_digit))
    return refuse("Password must contain at least one digit");
  if (!std::ranges::any_of(password, is_upper))
    return refuse("Password must contain at least one uppercase letter");
  if (!std::ranges::any_of(password, is_lower))
    return refuse("Password must contain at least one lowercase letter");
  if (password.size() > password_bytes_max) return refuse("Password must be at most 72 bytes long");
  // crypt(3) would end there.
  if (password.contains('\0')) return refuse("Password must not contain a NUL character");
  return {};
}

Result<void> check_full_name(std::string_view full_name) {
  std::size_t characters = 0;
  bool visible = false;
  for (auto rest = full_name; !rest.empty(); ++characters) {
    auto point = take_code_point(rest);
    if (!is_printable(point)) return refuse("Full name must contain printable characters only");
    visible = visible || !is_space(point);
  }
  if (!visible) return refuse("Full name cannot be empty");
  if (characters > full_name_characters_max)
    return refuse("Full name must be at most 100 characters long");
  return {};
}

Result<void> check_phone_number(std::string_view phone_number) {
  auto digits = phone_number;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  auto allowed = [](char c) { return is_digit(c) || c == ' ' || c == '-'; };
  auto count = static_cast<std::size_t>(std::ranges::count_if(digits, is_digit));
  if (digits.size() > phone_characters_max || count < phone_digits_min ||
      !std::ranges::all_of(digits, allowed))
    return refuse("Invalid phone number format");
  return {};
}

Result<Role> parse_role(std::string_view name) {
  if (auto role = role_of(name)) return *role;
  return refuse("Invalid role. Must be 'client', 'trainer', or 'admin'");
}

Result<void> check_fields(Fields const& fields) {
  struct Rule {
    std::optional<std::string_view> value;
    Result<void> (*check)(std::string_view);
  };
  Rule const rules[] = {
      {fields.username, check_username},         {fields.email, check_email},
      {fields.password, check_password},         {fields.full_name, check_full_name},
      {fields.phone_number, check_phone_number},
  };
  for (auto const& rule : rules) {
    if (!rule.value) continue;
    if (auto checked = rule.check(*rule.value); !checked) return checked;
  }
  if (!fields.role) return {};
  if (auto role = parse_role(*fields.role); !role) return failure_of(std::move(role));
  return {};
}

}  // namespace switchboard::accounts
