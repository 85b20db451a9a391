#include "app/settings_load.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>

#include "app/settings_print.hpp"

using namespace switchboard;
using namespace switchboard::app;

namespace {

using Variables = std::map<std::string, std::string>;

LoadedSettings loaded(Variables const& variables, std::string const& file = "") {
  auto environment = [&](char const* name) -> char const* {
    auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  };
  return load_settings(environment, parse_env_file(".env", file));
}

std::string errors_of(Variables const& variables, std::string const& file = "") {
  std::string all;
  for (auto const& error : loaded(variables, file).errors) all += error + "\n";
  return all;
}

std::string error_of(std::string const& name, std::string const& value) {
  auto errors = loaded({{name, value}}).errors;
  return errors.empty() ? "" : errors.front();
}

std::string const long_secret(32, 's');

struct Range {
  char const* name;
  std::vector<std::string> good;
  std::vector<std::string> bad;
};

// What each setting takes, and what it refuses.
std::vector<Range> const ranges{
    {"PORT", {"0", "65535"}, {"-1", "65536", "", " 80", "80 ", "0x50", "+80", "off", "8080.0"}},
    {"PUSH_PORT", {"0", "65535", "off", "OFF"}, {"65536", "-1", "on", ""}},
    {"SPARK_PORT", {"0", "off"}, {"65536", "none"}},
    {"DB_MAX_CONNECTIONS", {"1", "256"}, {"0", "257", "-5", "five", ""}},
    {"JWT_EXPIRATION", {"1", "315360000"}, {"0", "315360001", "1d"}},
    {"REFRESH_EXPIRATION", {"60", "315360000"}, {"59", "315360001", "30d"}},
    {"BCRYPT_COST", {"4", "16"}, {"3", "17"}},
    {"SHARDS", {"1", "256"}, {"0", "257", "99999999999999999999"}},
    {"CONNECTIONS_MAX", {"1", "10000000"}, {"0", "10000001"}},
    {"CONNECTIONS_PER_IP_MAX", {"1"}, {"0"}},
    {"PUSH_CONNECTIONS_PER_USER", {"1", "1000"}, {"0", "1001"}},
    {"DRAIN_SECONDS", {"0", "300"}, {"301", "-1"}},
    {"UNREAD_BYTES_MAX",
     {"16384", "64MiB", "1 MiB", "67108864"},
     {"16383", "67108865", "65MiB", "1 MB", "18446744073709551615GiB"}},
    {"UPLOAD_BYTES_MAX", {"1KiB", "1 GiB"}, {"1023", "2 GiB"}},
    {"TURN_TTL", {"30", "86400"}, {"29", "86401"}},
    {"JWT_SECRET",
     {std::string(32, 'x'), std::string(4096, 'x')},
     {"", std::string(31, 'x'), std::string(4097, 'x')}},
    {"SPARK_JWT_SECRET", {std::string(32, 'x')}, {std::string(31, 'x')}},
    {"RATE_LIMITS", {"on", "off", "1", "0", "true", "FALSE", "yes", "no"}, {"", "2", "oui"}},
    {"HOST", {"127.0.0.1", "::", "[::1]", "localhost"}, {"", "example.org", "127.0.0.1:80", "1"}},
    {"DATABASE_URL",
     {"sqlite:a.db", "sqlite:/a/b.db", "sqlite:///a/b.db"},
     {"", "sqlite:", "sqlite::memory:", "a.db", "mysql://a/b", "sqlite:a.db?mode=rwc", "x"}},
    {"OPEN_ROLES", {"", "client", "Client, trainer"}, {"admin", "boss", "client,,trainer", ","}},
    {"PUSH_SENDER_ROLES",
     {"admin,trainer", "", "push-service", "Backend_2", std::string(64, 'r')},
     {"a b", "r\xc3\xb4le", "a,,b", "svc!", std::string(65, 'r')}},
    {"CORS_ORIGINS",
     {"", "https://a.example", "http://localhost:5173,https://b.example"},
     {"*", "null", "a.example", "https://a.example/", "https://a.example/x", "ftp://a"}},
    {"PUSH_CORS_ORIGINS", {"*", "https://a.example"}, {"**", "null"}},
    {"TRUSTED_PROXIES", {"10.0.0.0/8,::1", "127.0.0.1"}, {"10.0.0.0/33", "::1/129", "proxy"}},
    {"PUBLIC_URL", {"", "https://a.example/"}, {"a.example", "ftp://a", "https://", "https://a?b"}},
    {"JWKS_URL",
     {"", "https://a.example/keys", "http://127.0.0.1:9/k", "http://[::1]:9/k", "http://localhost"},
     {"keys", "file:///etc/passwd", "http://a.example/keys", "http://127.0.0.1@a.example/k",
      "http://localhost.a.example/"}},
    {"STUN_URLS", {"stun:a.example:3478", ""}, {"turn:a", "stun://a", "stun:"}},
    {"LOG_LEVEL",
     {"error", "WARN", "info,push=debug", "a::b=trace"},
     {"", "loud", "info,", "=info", "push=", "info,push=loud"}},
    {"LOG_FORMAT", {"json", "text"}, {"xml", ""}},
    {"JWT_INSECURE", {"1", "0"}, {"maybe"}},
};

}  // namespace

TEST_CASE("an empty environment gives the documented defaults") {
  auto result = loaded({});
  CHECK(result.errors.empty());
  auto const& settings = result.settings;
  CHECK(settings.host == "127.0.0.1");
  CHECK(settings.port == 8080);
  CHECK(settings.push_port == 8090);
  CHECK(settings.spark_port == 21003);
  CHECK(settings.sqlite_path == "data/switchboard.db");
  CHECK(settings.db_connections_max == 5);
  CHECK(settings.jwt_expiration == std::chrono::seconds(86400));
  CHECK(settings.bcrypt_cost == 12);
  CHECK(settings.open_roles == std::vector<std::string>{"client", "trainer"});
  CHECK(settings.push_cors_origins == std::vector<std::string>{"*"});
  CHECK(settings.cors_origins.empty());
  CHECK(settings.rate_limits);
  CHECK_FALSE(settings.https);
  CHECK_FALSE(settings.jwt_insecure);
  CHECK(settings.shards >= 1);
  CHECK(settings.connections_max == 100'000);
  CHECK(settings.connections_per_ip_max == 1'000);
  CHECK(settings.unread_bytes_max == 1 << 20);
  CHECK(settings.drain_seconds == std::chrono::seconds(10));
  CHECK(settings.upload_bytes_max == 10 << 20);
  CHECK(settings.jwt_secret.empty());
  CHECK_FALSE(settings.log_format);
}

TEST_CASE("the real environment wins over the file, and over an alias in it") {
  auto result = loaded({{"PORT", "9000"}, {"RUST_LOG", "debug"}},
                       "PORT=9001\nLOG_LEVEL=error\nDB_MAX_CONNECTIONS=7\n");
  CHECK(result.errors.empty());
  CHECK(result.settings.port == 9000);
  CHECK(result.settings.log_levels.everywhere == Level::debug);
  CHECK(result.settings.db_connections_max == 7);
  for (auto const& value : result.in_force) {
    if (value.setting->name == "PORT") CHECK(value.origin == "environment");
    if (value.setting->name == "DB_MAX_CONNECTIONS") CHECK(value.origin == ".env:3");
    if (value.setting->name == "HOST") CHECK(value.origin.empty());
  }
}

TEST_CASE("the documents' own names are understood") {
  CHECK(loaded({{"SERVER_HOST", "0.0.0.0"}}).settings.host == "0.0.0.0");
  auto result = loaded({{"RUST_LOG", "actix_postgres_api=info,actix_web=info,sqlx=warn"}});
  CHECK(result.errors.empty());
  CHECK(result.settings.log_levels.areas.at("sqlx") == Level::warn);
  CHECK(result.settings.log_levels.everywhere == Level::info);
  CHECK(loaded({{"HOST", "::1"}, {"SERVER_HOST", "0.0.0.0"}}).settings.host == "::1");
}

TEST_CASE("an unknown name in the file is an error, in the environment it is not ours") {
  CHECK(errors_of({{"NO_SUCH_THING", "1"}}).empty());
  CHECK(errors_of({}, "NO_SUCH_THING=1") == ".env:1: NO_SUCH_THING is not a setting\n");
  CHECK(errors_of({}, "port=1") == ".env:1: port is not a setting\n");
}

TEST_CASE("a name that the file sets twice is an error, also by its alias") {
  CHECK(errors_of({}, "HOST=::1\nSERVER_HOST=::1") == ".env:2: HOST is set a second time\n");
}

TEST_CASE("all errors are told at once, one a line") {
  auto result = loaded({{"PORT", "x\ny"}, {"BCRYPT_COST", "3"}, {"SHARDS", "0"}},
                       "NOPE=1\n???\nJWT_EXPIRATION=0\n");
  CHECK(result.errors.size() == 6);
  for (auto const& error : result.errors) CHECK(error.find('\n') == std::string::npos);
}

TEST_CASE("an error names the variable, where it was set, its value and what is allowed") {
  CHECK(error_of("PORT", "65536") ==
        R"(PORT (environment): "65536" must be a port from 0 to 65535)");
  CHECK(errors_of({}, "\nSHARDS=0") ==
        "SHARDS (.env:2): \"0\" must be a whole number from 1 to 256\n");
}

TEST_CASE("bounds hold from both sides") {
  for (auto const& range : ranges) {
    for (auto const& good : range.good) {
      INFO(range.name << "=" << good);
      CHECK(error_of(range.name, good) == "");
    }
    for (auto const& bad : range.bad) {
      INFO(range.name << "=" << bad);
      CHECK(error_of(range.name, bad) != "");
    }
  }
}

TEST_CASE("PostgreSQL and Redis are refused in words, not ignored") {
  auto postgres = error_of("DATABASE_URL", "postgres://postgres:password@localhost/app?sslmode=x");
  CHECK(postgres.find("PostgreSQL is not supported by this version") != std::string::npos);
  CHECK(postgres.find("password") == std::string::npos);
  CHECK(error_of("REDIS_URL", "redis://127.0.0.1:6379") != "");
}

TEST_CASE("insecure tokens are refused on an address that others can reach") {
  CHECK(errors_of({{"JWT_INSECURE", "1"}}).empty());
  CHECK(errors_of({{"JWT_INSECURE", "1"}, {"HOST", "::1"}}).empty());
  CHECK(errors_of({{"JWT_INSECURE", "1"}, {"HOST", "127.8.8.8"}}).empty());
  CHECK(errors_of({{"JWT_INSECURE", "1"}, {"HOST", "0.0.0.0"}}) != "");
  CHECK(errors_of({{"JWT_INSECURE", "1"}, {"HOST", "10.0.0.1"}}) != "");
}

TEST_CASE("settings that need each other are asked for together") {
  CHECK(errors_of({{"ADMIN_EMAIL", "a@b.cd"}}) == "ADMIN_PASSWORD: is needed by ADMIN_EMAIL\n");
  CHECK(errors_of({{"ADMIN_PASSWORD", "Secret123"}}) != "");
  CHECK(errors_of({{"ADMIN_EMAIL", "a@b.cd"}, {"ADMIN_PASSWORD", "Secret123"}}).empty());
  CHECK(errors_of({{"ADMIN_EMAIL", "a@b.cd"}, {"ADMIN_PASSWORD", "alllowercase1"}}) ==
        "ADMIN_PASSWORD: Password must contain at least one uppercase letter\n");
  CHECK(errors_of({{"SMTP_URL", "smtp://localhost:25"}}) != "");
  CHECK(errors_of({{"TURN_URLS", "turn:a.example"}}) != "");
  CHECK(errors_of({{"PORT", "9000"}, {"PUSH_PORT", "9000"}}) ==
        "PORT and PUSH_PORT: are both 9000\n");
  CHECK(errors_of({{"PORT", "0"}, {"PUSH_PORT", "0"}, {"SPARK_PORT", "0"}}).empty());
}

TEST_CASE("a setting that is wrong by itself is not also reported as missing") {
  CHECK(loaded({{"ADMIN_EMAIL", "a@b.cd"}, {"ADMIN_PASSWORD", "short"}}).errors.size() == 1);
}

TEST_CASE("HTTPS without a certificate stops the start") {
  auto none = errors_of({{"ENABLE_HTTPS", "true"}});
  CHECK(none.find("SSL_CERT_PATH: is needed") != std::string::npos);
  CHECK(none.find("SSL_KEY_PATH: is needed") != std::string::npos);
  auto missing = errors_of(
      {{"ENABLE_HTTPS", "true"}, {"SSL_CERT_PATH", "no/cert.pem"}, {"SSL_KEY_PATH", "no/key.pem"}});
  CHECK(missing.find("no/cert.pem: No such file or directory") != std::string::npos);
}

TEST_CASE("no secret is shown, whether it is good or bad") {
  std::string const secret = "hunter2";
  for (auto const& setting : settings_table()) {
    if (setting.secrecy != Secrecy::secret) continue;
    for (auto const& value : {secret, secret + long_secret, secret + "\x01"}) {
      auto result = loaded({{std::string(setting.name), value}});
      INFO(setting.name);
      CHECK(settings_in_force(result.in_force).find(secret) == std::string::npos);
      for (auto const& error : result.errors) CHECK(error.find(secret) == std::string::npos);
    }
  }
  for (auto const* name : {"SMTP_URL", "REDIS_URL", "DATABASE_URL", "JWKS_URL"})
    for (auto const* url :
         {"smtp://me:hunter2@a.example", "redis://:hunter2@a", "postgres:hunter2",
          "postgres://a:hunter2/x@b@c/d", "https://a/k?token=hunter2", "hunter2"}) {
      auto result = loaded({{name, url}});
      INFO(name << "=" << url);
      CHECK(settings_in_force(result.in_force).find(secret) == std::string::npos);
      for (auto const& error : result.errors) CHECK(error.find(secret) == std::string::npos);
    }
}

TEST_CASE("values are tidied up where there are two ways to write them") {
  CHECK(loaded({{"PUBLIC_URL", "https://a.example/"}}).settings.public_url == "https://a.example");
  CHECK(loaded({{"HOST", "[::1]"}}).settings.host == "::1");
  CHECK(loaded({{"CORS_ORIGINS", "HTTPS://A.example"}}).settings.cors_origins[0] ==
        "https://a.example");
  CHECK(loaded({{"TRUSTED_PROXIES", "10.0.0.1"}}).settings.trusted_proxies[0] == "10.0.0.1/32");
  CHECK(loaded({{"DATABASE_URL", "sqlite:///a/b.db"}}).settings.sqlite_path == "/a/b.db");
}
