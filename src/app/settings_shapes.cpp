#include "app/settings_shapes.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "model/user.hpp"

namespace switchboard::app {
namespace {

// 4 or 6; 0 when it is no numeric address.
int family_of(std::string const& text) {
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) return 4;
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) return 6;
  return 0;
}

std::optional<unsigned> number_up_to(std::string_view text, unsigned max) {
  unsigned number = 0;
  auto const* end = text.data() + text.size();
  auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stopped != end || number > max) return std::nullopt;
  return number;
}

void make_lower(std::string& text) {
  for (auto& letter : text)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter | 0x20);
}

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> schemes) {
  return std::ranges::any_of(schemes, [&](auto scheme) { return text.starts_with(scheme); });
}

// host, host:port, [v6] or [v6]:port.
bool is_authority(std::string_view text) {
  auto host_end =
      text.starts_with('[') ? text.find(']') + 1 : std::min(text.find(':'), text.size());
  auto host = text.substr(0, host_end);
  auto port = text.substr(host_end);
  if (host.starts_with('[')) {
    if (family_of(std::string(host.substr(1, host.size() - 2))) != 6) return false;
  } else if (host.empty() || !std::ranges::all_of(host, [](unsigned char c) {
               return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_';
             })) {
    return false;
  }
  return port.empty() || (port.starts_with(':') && number_up_to(port.substr(1), 65535));
}

// What stands between `://` and the path, without what stands before `@`.
std::string_view authority_of(std::string_view url) {
  auto rest = url.substr(url.find("://") + 3);
  rest = rest.substr(0, std::min(rest.find_first_of("/?#"), rest.size()));
  auto at = rest.rfind('@');
  return at == std::string_view::npos ? rest : rest.substr(at + 1);
}

Problem check_url(std::string_view text, std::initializer_list<std::string_view> schemes,
                  std::string_view shape) {
  auto blank = text.find_first_of(" \t\"<>\\") != std::string_view::npos;
  if (blank || !starts_with_any(text, schemes) || !is_authority(authority_of(text)))
    return fmt::format("must be a URL such as {}", shape);
  return std::nullopt;
}

// stun:host[:port], without slashes (RFC 7064, RFC 7065).
Problem check_ice_url(std::string_view text, std::initializer_list<std::string_view> schemes,
                      std::string_view shape) {
  auto rest = text.substr(std::min(text.find(':') + 1, text.size()));
  auto query = rest.find('?');
  auto transport = query == std::string_view::npos ? std::string_view() : rest.substr(query);
  auto known = transport.empty() || transport == "?transport=udp" || transport == "?transport=tcp";
  if (!known || !starts_with_any(text, schemes) || !is_authority(rest.substr(0, query)))
    return fmt::format("must be such as {}", shape);
  return std::nullopt;
}

}  // namespace

bool is_loopback(std::string const& address) {
  return address == "::1" || (family_of(address) == 4 && address.starts_with("127."));
}

Problem check_host(std::string& text) {
  if (text == "localhost") text = "127.0.0.1";
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  if (family_of(text) == 0) return "must be a numeric address such as 127.0.0.1, 0.0.0.0 or ::1";
  return std::nullopt;
}

std::string sqlite_path_of(std::string_view database_url) {
  database_url.remove_prefix(std::string_view("sqlite:").size());
  if (database_url.starts_with("//")) database_url.remove_prefix(2);
  return std::string(database_url);
}

Problem check_database_url(std::string& text) {
  if (starts_with_any(text, {"postgres:", "postgresql:"}))
    return "PostgreSQL is not supported by this version";
  if (!text.starts_with("sqlite:")) return "must be such as sqlite:data/switchboard.db";
  auto path = sqlite_path_of(text);
  if (path.empty() || path.ends_with('/')) return "names no file after sqlite:";
  if (path.starts_with(":memory:")) return "would keep nothing; name a file";
  if (path.contains('?')) return "has a query, which sqlite: does not take";
  return std::nullopt;
}

Problem check_http_url(std::string& text) {
  return check_url(text, {"http://", "https://"}, "https://example.org/path");
}

Problem check_jwks_url(std::string& text) {
  if (auto problem = check_http_url(text)) return problem;
  auto authority = authority_of(text);
  auto bracketed = authority.starts_with('[');
  auto host = bracketed ? authority.substr(1, authority.find(']') - 1)
                        : authority.substr(0, authority.find(':'));
  if (text.starts_with("http://") && host != "localhost" && !is_loopback(std::string(host)))
    return "must be https, or http to a loopback address: whoever answers decides who is let in";
  return std::nullopt;
}

Problem check_public_url(std::string& text) {
  while (text.ends_with('/')) text.pop_back();
  if (text.contains('?') || text.contains('#') || text.contains('@'))
    return "must be an origin such as https://chat.example.org";
  return check_url(text, {"http://", "https://"}, "https://chat.example.org");
}

Problem check_origin(std::string& text) {
  make_lower(text);
  auto schemes = {std::string_view("http://"), std::string_view("https://")};
  if (!starts_with_any(text, schemes) || !is_authority(text.substr(text.find("://") + 3)))
    return "must be an exact origin such as https://chat.example.org, without a path";
  return std::nullopt;
}

Problem check_origin_or_any(std::string& text) {
  if (text == "*") return std::nullopt;
  if (auto problem = check_origin(text)) return *problem + ", or *";
  return std::nullopt;
}

Problem check_redis_url(std::string& text) {
  if (auto problem = check_url(text, {"redis://"}, "redis://127.0.0.1:6379")) return problem;
  return "clusters are not supported by this version";
}

Problem check_smtp_url(std::string& text) {
  return check_url(text, {"smtp://", "smtps://"}, "smtp://user:password@mail.example.org:587");
}

Problem check_stun_url(std::string& text) {
  return check_ice_url(text, {"stun:", "stuns:"}, "stun:stun.example.org:3478");
}

Problem check_turn_url(std::string& text) {
  return check_ice_url(text, {"turn:", "turns:"}, "turn:turn.example.org:3478?transport=udp");
}

Problem check_email(std::string& text) {
  auto at = text.find('@');
  auto dot = text.rfind('.');
  auto plain = std::ranges::all_of(text, [](unsigned char c) { return c > 0x20 && c < 0x7f; });
  if (!plain || text.size() > 100 || at == 0 || at != text.rfind('@') || at == std::string::npos ||
      dot == std::string::npos || dot < at + 2 || dot + 1 == text.size())
    return "must be an e-mail address such as ops@example.org";
  return std::nullopt;
}

Problem check_mail_from(std::string& text) {
  auto open = text.find('<');
  auto address = open != std::string::npos && text.ends_with('>')
                     ? text.substr(open + 1, text.size() - open - 2)
                     : text;
  return check_email(address);
}

Problem check_sender_role(std::string& text) {
  constexpr std::size_t role_bytes_max = 64;
  make_lower(text);
  auto word = std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  if (!word || text.empty() || text.size() > role_bytes_max)
    return "must be a role such as admin or push-service: 1 to 64 letters, digits, _ and -";
  return std::nullopt;
}

Problem check_open_role(std::string& text) {
  make_lower(text);
  if (!role_of(text) || text == "admin") return "must be client or trainer";
  return std::nullopt;
}

Problem check_address_range(std::string& text) {
  auto slash = text.find('/');
  auto address = text.substr(0, slash);
  auto family = family_of(address);
  auto longest = family == 4 ? 32U : 128U;
  auto length =
      slash == std::string::npos ? longest : number_up_to(text.substr(slash + 1), longest);
  if (family == 0 || !length) return "must be an address or a range such as 10.0.0.0/8";
  text = fmt::format("{}/{}", address, *length);
  return std::nullopt;
}

Problem check_token(std::string& text) {
  if (!std::ranges::all_of(text, [](unsigned char c) { return c > 0x20 && c < 0x7f; }))
    return "must be printable ASCII without blanks";
  return std::nullopt;
}

}  // namespace switchboard::app
