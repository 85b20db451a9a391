#include "gateway/edge/listener.hpp"

#include <sys/epoll.h>

#include <string_view>
#include <utility>

namespace switchboard::gateway {
namespace {

constexpr int accepts_each_turn = 64;  // so that a storm at the door does not starve those inside
constexpr Duration rest_when_exhausted = std::chrono::milliseconds(100);

constexpr std::string_view full_answer =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\n"
    "Connection: close\r\n\r\n";
constexpr std::string_view address_full_answer =
    "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 5\r\nContent-Length: 0\r\n"
    "Connection: close\r\n\r\n";

}  // namespace

Listener::Listener(runtime::Shards& shards, std::vector<std::unique_ptr<Edge>>& edges, Seats& seats,
                   Options options)
    : shards_(shards),
      edges_(edges),
      seats_(seats),
      options_(std::move(options)),
      rest_(shards[0].timers(), [](void* self) { static_cast<Listener*>(self)->open(); }, this) {}

Listener::~Listener() { close(); }

void Listener::open() {
  if (std::exchange(open_, true)) return;
  shards_[0].watch(options_.socket.get(), EPOLLIN, *this);
}

void Listener::close() {
  rest_.cancel();
  if (std::exchange(open_, false)) shards_[0].unwatch(options_.socket.get(), *this);
  options_.socket.reset();
}

void Listener::on_events(std::uint32_t /*epoll_events*/) {
  for (int i = 0; i < accepts_each_turn; ++i) {
    auto accepted = runtime::accept_tcp(options_.socket.get());
    if (accepted.exhausted) {
      edges_[0]->log.warn("gateway", "no file descriptor is left, the door rests");
      shards_[0].unwatch(options_.socket.get(), *this);
      open_ = false;
      rest_.arm(shards_[0].now() + rest_when_exhausted);
      return;
    }
    if (!accepted.fd) return;
    auto seat = seats_.take(accepted.peer);
    if (seat)
      admit(std::move(accepted.fd), std::move(*seat));
    else
      refuse(accepted.fd, seat.error());
  }
}

void Listener::refuse(runtime::Fd const& fd, Seats::Full why) {
  // Over TLS the answer would cost a handshake: there the connection just ends.
  if (options_.tls != nullptr) return;
  auto text = why == Seats::Full::everywhere ? full_answer : address_full_answer;
  [[maybe_unused]] auto sent = runtime::send_some(fd.get(), text);
}

void Listener::admit(runtime::Fd fd, Seat seat) {
  auto shard = next_shard_++ % shards_.size();
  auto context = options_.tls == nullptr ? nullptr : options_.tls->get();
  auto enter = [this, shard, context, fd = std::move(fd), seat = std::move(seat)]() mutable {
    Connection::Options options{std::move(fd), std::move(seat), nullptr};
    if (context) {
      options.tls = TlsStream::accept(context.get(), options.fd.get());
      if (!options.tls) return;
    }
    Connection::open(*edges_[shard], std::move(options), options_.greeter(shard));
  };
  if (shard == 0)
    enter();
  else
    shards_[shard].post(std::move(enter));
}

}  // namespace switchboard::gateway
