#pragma once
// What an operator can set, as values that have been checked. Each is declared once, in
// settings_table.cpp, with its name, default, bounds and sentence.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.hpp"

namespace switchboard::app {

// `info,push=debug`: a level for everything, and areas that differ.
struct LogLevels {
  Level everywhere = Level::info;
  std::map<std::string, Level, std::less<>> areas;
};

// A provider without both id and secret is off.
struct OauthClient {
  std::string id;
  std::string secret;
  std::string authorize_url;
  std::string token_url;
  std::string userinfo_url;

  [[nodiscard]] bool on() const { return !id.empty() && !secret.empty(); }
};

// An empty string is a setting that is not set. The names are those of the variables, but where a
// unit or an `on` says more.
struct Settings {
  std::string host;                        // a numeric address, IPv6 without brackets
  std::uint16_t port = 0;                  // 0: the system picks
  std::optional<std::uint16_t> push_port;  // nullopt: off
  std::optional<std::uint16_t> spark_port;

  std::string database_url;
  std::filesystem::path sqlite_path;  // what DATABASE_URL names
  std::size_t db_connections_max = 0;
  std::filesystem::path data_dir;

  std::string jwt_secret;  // empty until settle_secrets()
  std::chrono::seconds jwt_expiration{0};
  std::chrono::seconds refresh_expiration{0};
  std::string jwks_url;
  std::string jwt_audience;
  bool jwt_insecure = false;
  std::string spark_jwt_secret;  // empty until settle_secrets()
  std::string admin_email;
  std::string admin_password;
  std::size_t bcrypt_cost = 0;
  std::vector<std::string> open_roles;

  OauthClient google;
  OauthClient facebook;
  OauthClient github;
  std::string oauth_redirect_url;  // empty: public_url + /api/auth/oauth/callback
  std::string public_url;          // without a slash at its end; empty: the bound address

  bool https = false;
  std::filesystem::path ssl_cert_path;
  std::filesystem::path ssl_key_path;
  std::vector<std::string> cors_origins;
  std::vector<std::string> push_cors_origins;
  std::vector<std::string> push_sender_roles;
  std::size_t push_connections_per_user = 0;

  std::string redis_url;
  std::string smtp_url;
  std::string mail_from;
  std::vector<std::string> stun_urls;
  std::vector<std::string> turn_urls;
  std::string turn_secret;
  std::chrono::seconds turn_ttl{0};

  bool rate_limits = true;
  std::vector<std::string> trusted_proxies;  // `10.0.0.0/8`, `::1/128`: always with a length
  std::string metrics_token;
  LogLevels log_levels;
  std::optional<Log::Format> log_format;  // nullopt: text on a terminal, else JSON
  std::size_t shards = 0;
  std::size_t connections_max = 0;
  std::size_t connections_per_ip_max = 0;
  std::size_t unread_bytes_max = 0;
  std::chrono::seconds drain_seconds{0};
  std::size_t upload_bytes_max = 0;
};

// Every default, as with an empty environment; secrets are not made yet.
[[nodiscard]] Settings default_settings();

// Makes DATA_DIR, the database's directory, and the secrets that were not set: once, kept in
// DATA_DIR with mode 0600, and the same for every process that asks. Throws std::runtime_error with
// a sentence when it cannot.
void settle_secrets(Settings& settings);

}  // namespace switchboard::app
