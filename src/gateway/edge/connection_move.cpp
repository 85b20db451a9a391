// A connection goes on at another shard: see docs/decisions/0003.

#include <utility>

#include "gateway/edge/connection.hpp"

namespace switchboard::gateway {

void Connection::move_to(Edge& home, std::unique_ptr<Protocol> next) {
  next_ = std::move(next);
  next_home_ = &home;
  pause_reading();
  edge_.loop.ask_turn_end(*this);
}

void Connection::leave_for(Edge& home) {
  edge_.loop.unwatch(options_.fd.get(), *this);
  auto enter = [&home, options = std::move(options_), next = std::move(next_),
                rest = std::move(rest_), out = std::move(out_)]() mutable {
    auto& connection = *new Connection(home, std::move(options), std::move(next));
    connection.rest_ = std::move(rest);
    if (out) connection.out() = std::move(*out);
    connection.paused_ = true;
    connection.protocol_->on_start();
    connection.resume_reading();
  };
  home.loop.post(std::move(enter));
  state_ = State::gone;
  forget();
}

}  // namespace switchboard::gateway
