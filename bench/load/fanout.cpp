#include "load/fanout.hpp"

#include <stdexcept>

namespace switchboard::load {

FanOut::FanOut(Options const& options)
    : options_(options),
      received_(static_cast<std::size_t>(options.connections)),
      publisher_(options, "/pub", 0),
      frame_(message_frame(options, "/pub")) {
  if (options.in_flight < 1 || static_cast<std::size_t>(options.in_flight) > window_max) {
    throw std::runtime_error("--in-flight must lie between 1 and 1024");
  }
  subscribers_.reserve(received_.size());
  for (std::size_t i = 0; i < received_.size(); ++i) {
    subscribers_.emplace_back(options, "/room", i);
    subscribers_[i].socket().stop_blocking();
    readiness_.watch(subscribers_[i].socket().fd(), i);
  }
}

void FanOut::run_for(double seconds) {
  Stretch const stretch(options_.server_pid, seconds);
  publish(options_.in_flight);
  while (completed_ < published_) {
    auto const done_before = completed_;
    turn(1'000);
    if (!stretch.over()) publish(completed_ - done_before);
    if (stretch.stalled()) {
      throw std::runtime_error("stalled with " + std::to_string(published_ - completed_) +
                               " publications on their way");
    }
  }
}

void FanOut::publish(std::int64_t count) {
  if (count == 0) return;
  std::string burst;
  for (std::int64_t i = 0; i < count; ++i) burst += frame_;
  published_ += count;
  publisher_.socket().send(burst);
}

void FanOut::turn(int milliseconds) {
  readiness_.turn(milliseconds, [this](std::size_t subscriber) { receive(subscriber); });
}

void FanOut::receive(std::size_t subscriber) {
  static std::array<char, 65'536> buffer;
  auto& client = subscribers_[subscriber];
  do {
    auto const got = client.socket().receive(buffer);
    client.reader().feed({buffer.data(), got}, [&](Frame const& frame) {
      if (is_message(client, options_, frame)) count_delivery(subscriber);
    });
  } while (client.socket().holds_more());
}

void FanOut::count_delivery(std::size_t subscriber) {
  auto const publication = received_[subscriber]++;
  if (publication >= published_) throw std::runtime_error("more deliveries than publications");
  ++deliveries_;
  auto& receivers = receivers_[static_cast<std::size_t>(publication) % window_max];
  if (++receivers < options_.connections) return;
  receivers = 0;
  ++completed_;
}

}  // namespace switchboard::load
