#include "load/socket.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace switchboard::load {
namespace {

constexpr std::size_t connections_per_source = 4'000;
constexpr int wait_milliseconds_max = 10'000;

[[noreturn]] void raise(char const* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

sockaddr_in address_of(std::string const& host, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  if (inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1) {
    throw std::runtime_error("not an IPv4 address: " + host);
  }
  return address;
}

void connect_from_loopback(int fd, Endpoint const& endpoint, std::size_t index) {
  int const on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  auto const source_number = 2 + index / connections_per_source % 250;
  auto source = address_of("127.0.0." + std::to_string(source_number), 0);
  if (bind(fd, reinterpret_cast<sockaddr*>(&source), sizeof source) != 0) raise("bind");
  auto target = address_of(endpoint.host, endpoint.port);
  if (connect(fd, reinterpret_cast<sockaddr*>(&target), sizeof target) != 0) raise("connect");
}

SSL_CTX* tls_settings() {
  static SSL_CTX* const settings = [] {
    auto* made = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_min_proto_version(made, TLS1_3_VERSION);
    SSL_CTX_set_mode(made, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_verify(made, SSL_VERIFY_NONE, nullptr);  // its own certificate, on loopback
    return made;
  }();
  return settings;
}

}  // namespace

Socket::Socket(Endpoint const& endpoint, std::size_t index)
    : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  if (fd_ < 0) raise("socket");
  try {
    connect_from_loopback(fd_, endpoint, index);
    if (endpoint.tls) shake_hands();
  } catch (...) {
    close(fd_);
    throw;
  }
}

Socket::Socket(Socket&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), ssl_(std::move(other.ssl_)) {}

Socket& Socket::operator=(Socket&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(ssl_, other.ssl_);
  return *this;
}

Socket::~Socket() {
  ssl_.reset();
  if (fd_ >= 0) close(fd_);
}

void Socket::shake_hands() {
  ssl_.reset(SSL_new(tls_settings()));
  SSL_set_fd(ssl_.get(), fd_);
  if (SSL_connect(ssl_.get()) != 1) throw std::runtime_error("TLS handshake failed");
}

void Socket::stop_blocking() const {
  if (fcntl(fd_, F_SETFL, O_NONBLOCK) != 0) raise("fcntl");
}

std::size_t Socket::receive(std::span<char> into) {
  if (ssl_) {
    std::size_t got = 0;
    int const done = SSL_read_ex(ssl_.get(), into.data(), into.size(), &got);
    if (done == 1) return got;
    if (SSL_get_error(ssl_.get(), done) == SSL_ERROR_WANT_READ) return 0;
    throw Closed();
  }
  auto const got = recv(fd_, into.data(), into.size(), 0);
  if (got > 0) return static_cast<std::size_t>(got);
  if (got == 0) throw Closed();
  if (errno == EAGAIN || errno == EINTR) return 0;
  raise("recv");
}

bool Socket::holds_more() const { return ssl_ && SSL_pending(ssl_.get()) > 0; }

void Socket::await(short events) const {
  pollfd waiting{fd_, events, 0};
  if (poll(&waiting, 1, wait_milliseconds_max) == 0) {
    throw std::runtime_error("the server does not read");
  }
}

void Socket::send(std::string_view bytes) {
  while (!bytes.empty()) {
    std::size_t sent = 0;
    if (ssl_) {
      if (SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &sent) != 1) await(POLLOUT);
    } else {
      auto const done = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (done < 0 && errno != EAGAIN && errno != EINTR) raise("send");
      if (done < 0) await(POLLOUT);
      if (done > 0) sent = static_cast<std::size_t>(done);
    }
    bytes.remove_prefix(sent);
  }
}

void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) raise("getrlimit");
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) raise("setrlimit");
}

}  // namespace switchboard::load
