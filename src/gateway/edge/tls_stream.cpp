#include "gateway/edge/tls_stream.hpp"

#include <openssl/err.h>

namespace switchboard::gateway {

std::unique_ptr<TlsStream> TlsStream::accept(SSL_CTX* context, int fd) {
  auto* ssl = SSL_new(context);
  if (ssl == nullptr) return nullptr;
  std::unique_ptr<TlsStream> stream(new TlsStream(ssl));
  if (SSL_set_fd(ssl, fd) != 1) return nullptr;
  SSL_set_accept_state(ssl);
  return stream;
}

runtime::Received TlsStream::receive(char* out, std::size_t size) {
  ERR_clear_error();
  std::size_t count = 0;
  if (SSL_read_ex(ssl_.get(), out, size, &count) == 1) return {.bytes = count};
  switch (SSL_get_error(ssl_.get(), 0)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE: return {.would_block = true};
    case SSL_ERROR_ZERO_RETURN: return {.ended = true};
    default: return {.broken = true};
  }
}

std::ptrdiff_t TlsStream::send(std::string_view bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    ERR_clear_error();
    std::size_t count = 0;
    if (SSL_write_ex(ssl_.get(), bytes.data() + sent, bytes.size() - sent, &count) == 1) {
      sent += count;
      continue;
    }
    auto error = SSL_get_error(ssl_.get(), 0);
    if (error != SSL_ERROR_WANT_WRITE && error != SSL_ERROR_WANT_READ) return -1;
    break;
  }
  return static_cast<std::ptrdiff_t>(sent);
}

void TlsStream::shut_down() {
  ERR_clear_error();
  SSL_shutdown(ssl_.get());
}

}  // namespace switchboard::gateway
