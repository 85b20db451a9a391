#include "app/settings_print.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace switchboard::app;

namespace {

constexpr char const* variables[] = {"HOST",
                                     "SERVER_HOST",
                                     "PORT",
                                     "PUSH_PORT",
                                     "SPARK_PORT",
                                     "DATABASE_URL",
                                     "DB_MAX_CONNECTIONS",
                                     "DATA_DIR",
                                     "JWT_SECRET",
                                     "JWT_EXPIRATION",
                                     "REFRESH_EXPIRATION",
                                     "JWKS_URL",
                                     "JWT_INSECURE",
                                     "SPARK_JWT_SECRET",
                                     "ADMIN_EMAIL",
                                     "ADMIN_PASSWORD",
                                     "BCRYPT_COST",
                                     "OPEN_ROLES",
                                     "GOOGLE_CLIENT_ID",
                                     "GOOGLE_CLIENT_SECRET",
                                     "FACEBOOK_CLIENT_ID",
                                     "FACEBOOK_CLIENT_SECRET",
                                     "GITHUB_CLIENT_ID",
                                     "GITHUB_CLIENT_SECRET",
                                     "GOOGLE_AUTHORIZE_URL",
                                     "GOOGLE_TOKEN_URL",
                                     "GOOGLE_USERINFO_URL",
                                     "FACEBOOK_AUTHORIZE_URL",
                                     "FACEBOOK_TOKEN_URL",
                                     "FACEBOOK_USERINFO_URL",
                                     "GITHUB_AUTHORIZE_URL",
                                     "GITHUB_TOKEN_URL",
                                     "GITHUB_USERINFO_URL",
                                     "OAUTH_REDIRECT_URL",
                                     "PUBLIC_URL",
                                     "ENABLE_HTTPS",
                                     "SSL_CERT_PATH",
                                     "SSL_KEY_PATH",
                                     "CORS_ORIGINS",
                                     "PUSH_CORS_ORIGINS",
                                     "PUSH_SENDER_ROLES",
                                     "PUSH_CONNECTIONS_PER_USER",
                                     "REDIS_URL",
                                     "SMTP_URL",
                                     "MAIL_FROM",
                                     "STUN_URLS",
                                     "TURN_URLS",
                                     "TURN_SECRET",
                                     "TURN_TTL",
                                     "RATE_LIMITS",
                                     "TRUSTED_PROXIES",
                                     "METRICS_TOKEN",
                                     "LOG_LEVEL",
                                     "RUST_LOG",
                                     "LOG_FORMAT",
                                     "SHARDS",
                                     "CONNECTIONS_MAX",
                                     "CONNECTIONS_PER_IP_MAX",
                                     "UNREAD_BYTES_MAX",
                                     "DRAIN_SECONDS",
                                     "UPLOAD_BYTES_MAX"};

}  // namespace

TEST_CASE("the reference has one row for each variable, with its sentence") {
  auto markdown = settings_as_markdown();
  for (auto const& setting : settings_table()) {
    INFO(setting.name);
    CHECK(markdown.find("| `" + std::string(setting.name) + "`") != std::string::npos);
    CHECK(markdown.find(setting.sentence) != std::string::npos);
    CHECK(settings_for_usage().find("  " + std::string(setting.name) + " ") != std::string::npos);
  }
  CHECK(markdown.find("(also `RUST_LOG`)") != std::string::npos);
  CHECK(markdown.find("| `UNREAD_BYTES_MAX` | `1 MiB` | 16 KiB to 64 MiB |") != std::string::npos);
}

TEST_CASE("no name stands in the table twice, and each sentence is one") {
  std::set<std::string_view> names;
  for (auto const& setting : settings_table()) {
    INFO(setting.name);
    CHECK(names.insert(setting.name).second);
    if (!setting.alias.empty()) CHECK(names.insert(setting.alias).second);
    CHECK(setting.sentence.ends_with('.'));
    CHECK(setting.sentence.find('|') == std::string_view::npos);
  }
}

TEST_CASE("every variable of the contract is declared") {
  for (auto const* name : variables) {
    INFO(name);
    CHECK(find_setting(name) != nullptr);
  }
}
