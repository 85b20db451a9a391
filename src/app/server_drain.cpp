// How a server stops, and how a test pumps it by hand.

#include <algorithm>

#include "app/server.hpp"
#include "base/expects.hpp"
#include "base/random.hpp"
#include "gateway/edge/connection.hpp"

namespace switchboard::app {
namespace {

constexpr Duration look_again = std::chrono::milliseconds(10);
constexpr auto retry_min = std::chrono::milliseconds(200);
constexpr auto retry_max = std::chrono::milliseconds(60'000);
constexpr auto span_min = std::chrono::milliseconds(2000);
constexpr auto each_client = std::chrono::milliseconds(2);  // what its return may cost us

// Somewhere in a span that grows with the crowd: they must not all come back at once.
Duration retry_after(std::size_t crowd) {
  auto span = std::min<std::chrono::milliseconds>(span_min + static_cast<int>(crowd) * each_client,
                                                  retry_max - retry_min);
  auto part = random_number() % static_cast<std::uint64_t>(span.count());
  return retry_min + std::chrono::milliseconds(part);
}

void send_away(gateway::Edge& edge) {
  auto guests = edge.connections;  // who closes at once leaves the list
  for (auto* guest : guests) guest->going_away(retry_after(guests.size()));
}

}  // namespace

void Server::drain(Duration patience) {
  runtime::run_and_wait(shards_[0], [this] {
    for (auto& listener : listeners_) listener->close();
  });
  for (std::size_t i = 0; i < shards_.size(); ++i)
    runtime::run_and_wait(shards_[i], [this, i] {
      send_away(*edges_[i]);
      parts_[i]->socketio.door().close_polling();
    });
  auto deadline = clock_.now() + patience;
  std::size_t inside = 1;
  while (inside > 0 && clock_.now() < deadline) {
    inside = 0;
    for (std::size_t i = 0; i < shards_.size(); ++i)
      runtime::run_and_wait(shards_[i], [&] { inside += edges_[i]->connections.size(); });
    if (inside > 0) runtime::sleep_thread(look_again);
  }
  if (inside > 0)
    log_.warn("app", "some connections did not leave in time",
              {{"connections", static_cast<std::int64_t>(inside)}});
  shards_.stop();
}

bool Server::pump() {
  shards_[0].adopt_thread();
  auto happened = shards_[0].turn(Duration::zero());
  happened |= store_.pump();
  happened |= hashing_.pump();
  if (issuer_) happened |= issuer_->pump();
  return happened;
}

runtime::Fd Server::connect() {
  auto pair = runtime::stream_pair();
  auto seat = seats_.take("127.0.0.1");
  expects(seat.has_value(), "a seat for a test's client");
  gateway::Connection::Options options{std::move(pair.ours), std::move(*seat), nullptr};
  gateway::Connection::open(*edges_[0], std::move(options),
                            std::make_unique<http::HttpConnection>(parts_[0]->main));
  return std::move(pair.theirs);
}

}  // namespace switchboard::app
