#pragma once
// The server's side of TLS 1.2 and 1.3 by OpenSSL: what all connections share.

#include <filesystem>
#include <memory>
#include <mutex>

#include "base/instant.hpp"
#include "base/result.hpp"

using SSL_CTX = struct ssl_ctx_st;

namespace switchboard::gateway {

class TlsCredentials {
 public:
  struct Validity {
    Timestamp from;
    Timestamp until;
  };

  // Both in PEM; the chain begins with the server's own certificate. A failure says in words which
  // file it is, and whether it is missing, no PEM, or the key of another certificate.
  static Result<std::shared_ptr<TlsCredentials>> load(std::filesystem::path cert_path,
                                                      std::filesystem::path key_path);
  TlsCredentials(TlsCredentials const&) = delete;

  // For a connection that begins now: `SSL_new(tls.get().get())`. What was made from it lives on
  // over a reload. From any thread.
  [[nodiscard]] std::shared_ptr<SSL_CTX> get() const;

  // Reads both files again, for SIGHUP. A failure leaves everything as it was. From any thread.
  Result<void> reload();

  // Of the server's own certificate.
  [[nodiscard]] Validity validity() const;

 private:
  TlsCredentials(std::filesystem::path cert_path, std::filesystem::path key_path)
      : cert_path_(std::move(cert_path)), key_path_(std::move(key_path)) {}

  std::filesystem::path cert_path_;
  std::filesystem::path key_path_;
  // Held for the copy of a pointer, once a handshake: the one lock outside runtime/.
  mutable std::mutex lock_;
  std::shared_ptr<SSL_CTX> current_;
};

}  // namespace switchboard::gateway
