// The floor: the least that a program can do to carry these bytes. One epoll, one array of
// sockets, one `send` for each subscriber and message. No limits, no errors handled, no protocol
// beyond what the load generator speaks: it exists to be divided by.

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

enum class Role : std::uint8_t { http, subscriber, publisher, echo };

int epoll_fd = -1;
std::vector<Role> roles;       // by socket
std::vector<int> subscribers;  // the room
std::array<char, 65'536> buffer;

[[noreturn]] void give_up(char const* what) {
  std::perror(what);
  std::exit(1);
}

void send_whole(int fd, char const* bytes, std::size_t size) {
  if (send(fd, bytes, size, MSG_NOSIGNAL) != static_cast<ssize_t>(size)) give_up("send");
}

// RFC 6455, section 4.2.2.
std::string accept_key(std::string_view request) {
  auto const at = request.find("Sec-WebSocket-Key: ") + 19;
  std::string key(request.substr(at, request.find('\r', at) - at));
  key += "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest;
  SHA1(reinterpret_cast<unsigned char const*>(key.data()), key.size(), digest.data());
  std::array<unsigned char, 32> encoded{};
  EVP_EncodeBlock(encoded.data(), digest.data(), digest.size());
  return reinterpret_cast<char const*>(encoded.data());
}

void upgrade(int fd, Role role, std::string_view request) {
  auto const answer =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: " +
      accept_key(request) + "\r\n\r\n";
  roles[static_cast<std::size_t>(fd)] = role;
  if (role == Role::subscriber) subscribers.push_back(fd);
  send_whole(fd, answer.data(), answer.size());
}

void answer_request(int fd, std::string_view request) {
  static std::string const answer =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n[\"" +
      std::string(196, 'x') + "\"]";
  if (request.starts_with("GET /room ")) return upgrade(fd, Role::subscriber, request);
  if (request.starts_with("GET /pub ")) return upgrade(fd, Role::publisher, request);
  if (request.starts_with("GET /echo ")) return upgrade(fd, Role::echo, request);
  send_whole(fd, answer.data(), answer.size());
}

// The masked client frame at `frame`, rewritten in place as a server's: returns where that starts,
// four bytes further, and its size. Sets `rest` behind it.
std::string_view unmask(char* frame, char const** rest) {
  auto const* bytes = reinterpret_cast<unsigned char*>(frame);
  std::size_t length = bytes[1] & 0x7f;
  std::size_t head = 2;
  if (length == 126) {
    length = static_cast<std::size_t>(bytes[2]) << 8 | bytes[3];
    head = 4;
  }
  std::array<char, 4> const mask{frame[head], frame[head + 1], frame[head + 2], frame[head + 3]};
  char* const payload = frame + head + 4;
  for (std::size_t i = 0; i < length; ++i) payload[i] = static_cast<char>(payload[i] ^ mask[i % 4]);
  char* const start = frame + 4;
  for (std::size_t i = head; i-- > 0;) start[i] = frame[i];
  start[1] = static_cast<char>(start[1] & 0x7f);
  *rest = payload + length;
  return {start, head + length};
}

void carry_frames(int fd, std::size_t size) {
  bool const echo = roles[static_cast<std::size_t>(fd)] == Role::echo;
  for (char const* next = buffer.data(); next < buffer.data() + size;) {
    auto const frame = unmask(const_cast<char*>(next), &next);
    if (next > buffer.data() + size) give_up("a torn frame");
    if (echo) {
      send_whole(fd, frame.data(), frame.size());
      continue;
    }
    for (int const subscriber : subscribers) send_whole(subscriber, frame.data(), frame.size());
  }
}

void drop(int fd) {
  std::erase(subscribers, fd);
  close(fd);
}

void receive(int fd) {
  auto const got = recv(fd, buffer.data(), buffer.size(), 0);
  if (got <= 0) return drop(fd);
  auto const size = static_cast<std::size_t>(got);
  if (roles[static_cast<std::size_t>(fd)] == Role::http) {
    answer_request(fd, {buffer.data(), size});
  } else {
    carry_frames(fd, size);
  }
}

void watch(int fd) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = fd;
  if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) != 0) give_up("epoll_ctl");
}

void welcome(int listener) {
  int const fd = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd < 0) return;
  int const on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (roles.size() <= static_cast<std::size_t>(fd)) roles.resize(static_cast<std::size_t>(fd) + 1);
  roles[static_cast<std::size_t>(fd)] = Role::http;
  watch(fd);
}

int listen_on_loopback() {
  int const listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int const on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto const* port = std::getenv("PORT");
  address.sin_port = htons(static_cast<std::uint16_t>(port == nullptr ? 0 : std::atoi(port)));
  socklen_t size = sizeof address;
  auto* const bound = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener, bound, size) != 0 || listen(listener, 4'096) != 0) give_up("listen");
  getsockname(listener, bound, &size);
  std::printf("listening http://127.0.0.1:%d\n", ntohs(address.sin_port));
  std::fflush(stdout);
  return listener;
}

}  // namespace

int main() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  epoll_fd = epoll_create1(EPOLL_CLOEXEC);
  int const listener = listen_on_loopback();
  watch(listener);
  std::array<epoll_event, 1'024> events;
  while (true) {
    int const count = epoll_wait(epoll_fd, events.data(), events.size(), -1);
    for (int i = 0; i < count; ++i) {
      int const fd = events[static_cast<std::size_t>(i)].data.fd;
      fd == listener ? welcome(listener) : receive(fd);
    }
  }
}
