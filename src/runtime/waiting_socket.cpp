#include "runtime/waiting_socket.hpp"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <memory>

namespace switchboard::runtime {
namespace {

// On Linux the time to send bounds connect() too.
void be_patient(int fd, Duration patience) {
  auto whole = std::chrono::duration_cast<std::chrono::microseconds>(patience).count();
  timeval time{.tv_sec = whole / 1'000'000, .tv_usec = whole % 1'000'000};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
}

std::string why(int error) {
  return error == EINPROGRESS || error == EAGAIN ? "no answer in time" : std::strerror(error);
}

}  // namespace

Result<Fd> connect_waiting(Transport transport, std::string const& host, std::uint16_t port,
                           Duration patience) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = transport == Transport::udp ? SOCK_DGRAM : SOCK_STREAM;
  addrinfo* raw = nullptr;
  auto error = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &raw);
  if (error != 0)
    return fail(Errc::not_found, "the name " + host + " is not known: " + gai_strerror(error));
  std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> found(raw, &freeaddrinfo);
  std::string reason;
  for (auto* each = found.get(); each != nullptr; each = each->ai_next) {
    Fd fd(::socket(each->ai_family, each->ai_socktype | SOCK_CLOEXEC, 0));
    if (fd) be_patient(fd.get(), patience);
    if (fd && ::connect(fd.get(), each->ai_addr, each->ai_addrlen) == 0) return fd;
    reason = why(errno);
  }
  return fail(Errc::unavailable, reason);
}

bool send_waiting(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    auto sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::size_t receive_waiting(int fd, char* out, std::size_t size) {
  auto count = ::recv(fd, out, size, 0);
  return count > 0 ? static_cast<std::size_t>(count) : 0;
}

}  // namespace switchboard::runtime
