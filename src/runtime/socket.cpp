#include "runtime/socket.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

namespace switchboard::runtime {
namespace {

constexpr int backlog = 4096;

void turn_on(int fd, int level, int option) {
  int on = 1;
  // What a kernel does not offer is an optimisation less, not an error.
  setsockopt(fd, level, option, &on, sizeof on);
}

Address to_address(sockaddr_storage const& storage) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (storage.ss_family == AF_INET) {
    auto const& v4 = reinterpret_cast<sockaddr_in const&>(storage);
    inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
    return {text.data(), ntohs(v4.sin_port)};
  }
  if (storage.ss_family != AF_INET6) return {"local", 0};
  auto const& v6 = reinterpret_cast<sockaddr_in6 const&>(storage);
  if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr))
    inet_ntop(AF_INET, &v6.sin6_addr.s6_addr[12], text.data(), text.size());
  else
    inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
  return {text.data(), ntohs(v6.sin6_port)};
}

bool would_block(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

std::ptrdiff_t sent_or_error(ssize_t sent) {
  if (sent >= 0) return sent;
  return would_block(errno) ? 0 : -1;
}

}  // namespace

Result<Fd> listen_tcp(std::string const& host, std::uint16_t port) {
  auto where = host + ":" + std::to_string(port);
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* raw = nullptr;
  int error = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &raw);
  if (error != 0)
    return fail(Errc::invalid_argument, "cannot listen on " + where + ": " + gai_strerror(error));
  std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> found(raw, &freeaddrinfo);
  Fd fd(::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  turn_on(fd.get(), SOL_SOCKET, SO_REUSEADDR);
  if (!fd || ::bind(fd.get(), found->ai_addr, found->ai_addrlen) != 0 ||
      ::listen(fd.get(), backlog) != 0)
    return fail(Errc::unavailable, "cannot listen on " + where + ": " + std::strerror(errno));
  return fd;
}

Address local_address(int fd) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&storage), &size) != 0) return {};
  return to_address(storage);
}

Accepted accept_tcp(int listener) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  auto* address = reinterpret_cast<sockaddr*>(&storage);
  Accepted accepted;
  accepted.fd = Fd(::accept4(listener, address, &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!accepted.fd) {
    accepted.exhausted = errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
    return accepted;
  }
  accepted.peer = to_address(storage).host;
  turn_on(accepted.fd.get(), IPPROTO_TCP, TCP_NODELAY);
  return accepted;
}

Pair stream_pair() {
  std::array<int, 2> fds{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds.data()) != 0)
    throw std::system_error(errno, std::generic_category(), "socketpair");
  return {Fd(fds[0]), Fd(fds[1])};
}

std::ptrdiff_t send_some(int fd, std::string_view bytes) {
  return sent_or_error(::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT));
}

std::ptrdiff_t send_some(int fd, std::string_view first, std::string_view second) {
  std::array<iovec, 2> parts{iovec{const_cast<char*>(first.data()), first.size()},
                             iovec{const_cast<char*>(second.data()), second.size()}};
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = parts.size();
  return sent_or_error(::sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT));
}

Received receive_some(int fd, char* out, std::size_t size) {
  auto count = ::recv(fd, out, size, MSG_DONTWAIT);
  if (count > 0) return {.bytes = static_cast<std::size_t>(count)};
  if (count == 0) return {.ended = true};
  if (would_block(errno)) return {.would_block = true};
  return {.broken = true};
}

void shut_down_writing(int fd) { ::shutdown(fd, SHUT_WR); }

}  // namespace switchboard::runtime
