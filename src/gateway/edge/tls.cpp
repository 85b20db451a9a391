#include "gateway/edge/tls.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>
#include <string_view>

#include "base/expects.hpp"

namespace switchboard::gateway {
namespace {

using Path = std::filesystem::path;

// Only suites with forward secrecy and authenticated encryption; TLS 1.3 has no others.
constexpr char const* tls12_suites =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

// RFC 7301 section 3.2: a client that offers only what we do not speak is refused by an alert.
int choose_protocol(SSL* /*ssl*/, unsigned char const** chosen, unsigned char* chosen_length,
                    unsigned char const* offered, unsigned offered_length, void* /*unused*/) {
  constexpr std::string_view ours = "http/1.1";
  std::string_view rest(reinterpret_cast<char const*>(offered), offered_length);
  while (!rest.empty()) {
    auto name = rest.substr(1, static_cast<unsigned char>(rest.front()));
    if (name == ours) {
      *chosen = reinterpret_cast<unsigned char const*>(name.data());
      *chosen_length = static_cast<unsigned char>(name.size());
      return SSL_TLSEXT_ERR_OK;
    }
    rest.remove_prefix(1 + name.size());
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

std::string reason_of_failure() {
  auto code = ERR_peek_last_error();
  ERR_clear_error();
  auto const* reason = ERR_reason_error_string(code);
  return reason == nullptr ? "unknown reason" : reason;
}

// A file that cannot be read must be told apart from one that is not PEM.
std::string problem_of_reading(Path const& path) {
  std::error_code error;
  if (path.empty()) return "no path is set";
  if (std::filesystem::is_directory(path, error)) return "is a directory";
  errno = 0;
  std::ifstream stream(path);
  return stream ? "" : std::strerror(errno);
}

Result<void> use_files(SSL_CTX* tls, Path const& cert_path, Path const& key_path) {
  for (auto const& [what, path] : {std::pair{"certificate", cert_path}, {"key", key_path}})
    if (auto problem = problem_of_reading(path); !problem.empty())
      return fail(Errc::invalid_argument, fmt::format("{} {}: {}", what, path.string(), problem));
  ERR_clear_error();
  if (SSL_CTX_use_certificate_chain_file(tls, cert_path.c_str()) != 1)
    return fail(Errc::invalid_argument,
                fmt::format("certificate {}: holds no usable PEM chain ({})", cert_path.string(),
                            reason_of_failure()));
  // The key is checked against the certificate as it is set.
  if (SSL_CTX_use_PrivateKey_file(tls, key_path.c_str(), SSL_FILETYPE_PEM) == 1 &&
      SSL_CTX_check_private_key(tls) == 1)
    return {};
  auto mismatch = ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_VALUES_MISMATCH ||
                  ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_TYPE_MISMATCH;
  auto reason = reason_of_failure();
  if (mismatch)
    return fail(Errc::invalid_argument, fmt::format("key {}: does not belong to certificate {}",
                                                    key_path.string(), cert_path.string()));
  return fail(Errc::invalid_argument,
              fmt::format("key {}: holds no usable PEM key ({})", key_path.string(), reason));
}

// An encrypted key would otherwise make OpenSSL ask at the terminal.
int refuse_passphrase(char* /*buffer*/, int /*size*/, int /*writes*/, void* /*unused*/) {
  return -1;
}

std::shared_ptr<SSL_CTX> make_context() {
  std::shared_ptr<SSL_CTX> tls(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  expects(tls != nullptr, "memory for a TLS context");
  SSL_CTX_set_min_proto_version(tls.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(tls.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                     SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  // Idle connections give their buffers back; a batch may be sent again from another address.
  SSL_CTX_set_mode(tls.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                  SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  // Sessions live in the client's ticket alone: a cache here would only cost memory.
  SSL_CTX_set_session_cache_mode(tls.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(tls.get(), 1);
  SSL_CTX_set_timeout(tls.get(), 4 * 3600);
  SSL_CTX_set_default_passwd_cb(tls.get(), refuse_passphrase);
  SSL_CTX_set_alpn_select_cb(tls.get(), choose_protocol, nullptr);
  expects(SSL_CTX_set_cipher_list(tls.get(), tls12_suites) == 1, "known TLS 1.2 suites");
  expects(SSL_CTX_set1_groups_list(tls.get(), "X25519:P-256:P-384") == 1, "known groups");
  return tls;
}

Result<std::shared_ptr<SSL_CTX>> load_context(Path const& cert_path, Path const& key_path) {
  auto tls = make_context();
  auto used = use_files(tls.get(), cert_path, key_path);
  if (!used) return failure_of(std::move(used));
  return tls;
}

Timestamp timestamp_of(ASN1_TIME const* time) {
  std::tm parts{};
  expects(ASN1_TIME_to_tm(time, &parts) == 1, "a date in a certificate");
  return std::chrono::time_point_cast<std::chrono::microseconds>(
      std::chrono::system_clock::from_time_t(timegm(&parts)));
}

}  // namespace

Result<std::shared_ptr<TlsCredentials>> TlsCredentials::load(Path cert_path, Path key_path) {
  auto loaded = load_context(cert_path, key_path);
  if (!loaded) return failure_of(std::move(loaded));
  std::shared_ptr<TlsCredentials> tls(
      new TlsCredentials(std::move(cert_path), std::move(key_path)));
  tls->current_ = std::move(*loaded);
  return tls;
}

std::shared_ptr<SSL_CTX> TlsCredentials::get() const {
  std::lock_guard held(lock_);
  return current_;
}

Result<void> TlsCredentials::reload() {
  auto loaded = load_context(cert_path_, key_path_);
  if (!loaded) return failure_of(std::move(loaded));
  std::lock_guard held(lock_);
  current_.swap(*loaded);
  return {};
}

TlsCredentials::Validity TlsCredentials::validity() const {
  auto tls = get();
  auto const* certificate = SSL_CTX_get0_certificate(tls.get());
  return {timestamp_of(X509_get0_notBefore(certificate)),
          timestamp_of(X509_get0_notAfter(certificate))};
}

}  // namespace switchboard::gateway
