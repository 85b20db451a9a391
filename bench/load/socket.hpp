#pragma once
// One connection to the server under load, plain or TLS 1.3. Failure of any kind is an exception:
// a measurement in which something broke is no measurement.

#include <openssl/ssl.h>

#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace switchboard::load {

// The server has closed the connection.
struct Closed : std::runtime_error {
  Closed() : runtime_error("the server closed a connection") {}
};

struct Endpoint {
  std::string host;
  std::uint16_t port = 0;
  bool tls = false;
};

class Socket {
 public:
  Socket() = default;
  // Connects and, for TLS, shakes hands, blocking. `index` spreads the source addresses over
  // 127.0.0.x, so that tens of thousands of connections do not run out of ports.
  Socket(Endpoint const& endpoint, std::size_t index);
  Socket(Socket&& other) noexcept;
  Socket& operator=(Socket&& other) noexcept;
  ~Socket();

  int fd() const { return fd_; }
  void stop_blocking() const;
  // Bytes received; 0 when none is there now. Throws Closed.
  std::size_t receive(std::span<char> into);
  // Whether TLS still holds bytes that epoll does not know of.
  bool holds_more() const;
  // All of it, waiting for room in the socket if need be.
  void send(std::string_view bytes);

 private:
  void shake_hands();
  void await(short events) const;

  struct FreeSsl {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };
  int fd_ = -1;
  std::unique_ptr<SSL, FreeSsl> ssl_;
};

// Lets this process open as many sockets as its hard limit allows.
void raise_descriptor_limit();

}  // namespace switchboard::load
