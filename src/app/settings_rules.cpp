#include <fmt/format.h>

#include <array>

#include "app/settings_load.hpp"
#include "app/settings_shapes.hpp"
#include "features/accounts/field_rules.hpp"
#include "gateway/edge/tls.hpp"

namespace switchboard::app {
namespace {

using Errors = std::vector<std::string>;

void check_ports(Settings const& settings, Errors& errors) {
  std::array<std::pair<std::string_view, std::uint16_t>, 3> ports{{
      {"PORT", settings.port},
      {"PUSH_PORT", settings.push_port.value_or(0)},
      {"SPARK_PORT", settings.spark_port.value_or(0)},
  }};
  for (std::size_t i = 0; i < ports.size(); ++i)
    for (std::size_t j = i + 1; j < ports.size(); ++j)
      if (ports[i].second != 0 && ports[i].second == ports[j].second)
        errors.push_back(
            fmt::format("{} and {}: are both {}", ports[i].first, ports[j].first, ports[i].second));
}

void check_tls(Settings const& settings, Errors& errors) {
  if (!settings.https) return;
  if (settings.ssl_cert_path.empty()) errors.push_back("SSL_CERT_PATH: is needed by ENABLE_HTTPS");
  if (settings.ssl_key_path.empty()) errors.push_back("SSL_KEY_PATH: is needed by ENABLE_HTTPS");
  if (settings.ssl_cert_path.empty() || settings.ssl_key_path.empty()) return;
  auto loaded = gateway::TlsCredentials::load(settings.ssl_cert_path, settings.ssl_key_path);
  if (!loaded) errors.push_back("SSL_CERT_PATH and SSL_KEY_PATH: " + loaded.error().message);
}

// The rules of sign-up, lest the first start fail at what only its log tells.
void check_admin(Settings const& settings, Errors& errors) {
  if (auto checked = accounts::check_email(settings.admin_email);
      !settings.admin_email.empty() && !checked)
    errors.push_back("ADMIN_EMAIL: " + checked.error().message);
  if (auto checked = accounts::check_password(settings.admin_password);
      !settings.admin_password.empty() && !checked)
    errors.push_back("ADMIN_PASSWORD: " + checked.error().message);
}

// `needed` must be set when `by` is.
void check_pair(std::string_view needed, bool there, std::string_view by, bool asks,
                Errors& errors) {
  if (asks && !there) errors.push_back(fmt::format("{}: is needed by {}", needed, by));
}

}  // namespace

std::vector<std::string> broken_rules(Settings const& settings) {
  Errors errors;
  check_ports(settings, errors);
  check_tls(settings, errors);
  check_admin(settings, errors);
  if (settings.jwt_insecure && !is_loopback(settings.host))
    errors.push_back(fmt::format(
        "JWT_INSECURE: is only allowed when HOST is a loopback address, not {}", settings.host));
  auto email = !settings.admin_email.empty();
  auto password = !settings.admin_password.empty();
  check_pair("ADMIN_PASSWORD", password, "ADMIN_EMAIL", email, errors);
  check_pair("ADMIN_EMAIL", email, "ADMIN_PASSWORD", password, errors);
  check_pair("MAIL_FROM", !settings.mail_from.empty(), "SMTP_URL", !settings.smtp_url.empty(),
             errors);
  check_pair("TURN_SECRET", !settings.turn_secret.empty(), "TURN_URLS", !settings.turn_urls.empty(),
             errors);
  return errors;
}

}  // namespace switchboard::app
