#pragma once
// TLS over one non-blocking socket, as a server (OpenSSL). The handshake happens inside the first
// reads.

#include <openssl/ssl.h>

#include <cstddef>
#include <memory>
#include <string_view>

#include "runtime/socket.hpp"

namespace switchboard::gateway {

class TlsStream {
 public:
  // Null when out of memory. `fd` stays the caller's and must outlive the stream.
  static std::unique_ptr<TlsStream> accept(SSL_CTX* context, int fd);

  // As runtime::receive_some. With room for a whole record OpenSSL keeps nothing that epoll does
  // not see.
  [[nodiscard]] runtime::Received receive(char* out, std::size_t size);
  // As runtime::send_some; 0 also means that OpenSSL holds a record of these very bytes: the next
  // call must begin with the same ones.
  [[nodiscard]] std::ptrdiff_t send(std::string_view bytes);
  void shut_down();  // close_notify, as far as the socket takes it

  static constexpr std::size_t record_bytes_max = 16 * 1024;

 private:
  struct Free {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };
  explicit TlsStream(SSL* ssl) : ssl_(ssl) {}
  std::unique_ptr<SSL, Free> ssl_;
};

}  // namespace switchboard::gateway
