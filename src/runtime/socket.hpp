#pragma once
// TCP sockets, non-blocking, with one owner.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "runtime/fd.hpp"

namespace switchboard::runtime {

struct Address {
  std::string host;  // as text: `127.0.0.1`, `::1`
  std::uint16_t port = 0;
};

// Listens on every kind of address that `host` names (one: the first); port 0 lets the system pick.
// Errors say which address and why.
[[nodiscard]] Result<Fd> listen_tcp(std::string const& host, std::uint16_t port);
[[nodiscard]] Address local_address(int fd);

struct Accepted {
  Fd fd;  // invalid: nobody is waiting, or `exhausted`
  std::string peer;
  bool exhausted = false;  // no file descriptor or memory is left: try again later
};
// TCP_NODELAY is on: we batch ourselves, once a turn.
[[nodiscard]] Accepted accept_tcp(int listener);

// Two connected stream sockets, for tests that need no network.
struct Pair {
  Fd ours;
  Fd theirs;
};
[[nodiscard]] Pair stream_pair();

// Bytes taken; 0: the socket is full (try when it is writable); -1: the connection is broken.
[[nodiscard]] std::ptrdiff_t send_some(int fd, std::string_view bytes);
[[nodiscard]] std::ptrdiff_t send_some(int fd, std::string_view first, std::string_view second);

struct Received {
  std::size_t bytes = 0;
  bool would_block = false;
  bool ended = false;  // the peer will send no more
  bool broken = false;
};
[[nodiscard]] Received receive_some(int fd, char* out, std::size_t size);

void shut_down_writing(int fd);

}  // namespace switchboard::runtime
