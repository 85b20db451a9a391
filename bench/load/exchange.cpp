#include "load/exchange.hpp"

#include <stdexcept>
#include <string>

namespace switchboard::load {

Exchange::Exchange(Options const& options, MakeAsker const& make) : options_(options) {
  auto const count = static_cast<std::size_t>(options.connections);
  for (std::size_t i = 0; i < count; ++i) {
    askers_.push_back(make(options_, i));
    askers_[i]->socket().stop_blocking();
    readiness_.watch(askers_[i]->socket().fd(), i);
  }
}

void Exchange::run_for(double seconds) {
  Stretch const stretch(options_.server_pid, seconds);
  for (auto& asker : askers_) ask(*asker, static_cast<std::size_t>(options_.in_flight));
  while (outstanding_ > 0) {
    asking_ = !stretch.over();
    turn(1'000);
    if (stretch.stalled()) throw std::runtime_error("answers do not come");
  }
}

void Exchange::turn(int milliseconds) {
  readiness_.turn(milliseconds, [this](std::size_t index) { receive(*askers_[index]); });
}

void Exchange::ask(Asker& asker, std::size_t count) {
  if (count == 0) return;
  auto questions = asker.question();
  for (std::size_t i = 1; i < count; ++i) questions += asker.question();
  asker.socket().send(questions);
  outstanding_ += static_cast<std::int64_t>(count);
}

void Exchange::receive(Asker& asker) {
  statuses_.clear();
  do {
    auto const got = asker.socket().receive(buffer_);
    asker.take({buffer_.data(), got}, statuses_);
  } while (asker.socket().holds_more());
  for (int const status : statuses_) {
    if (status != 200) throw std::runtime_error("an answer of " + std::to_string(status));
  }
  answers_ += static_cast<std::int64_t>(statuses_.size());
  outstanding_ -= static_cast<std::int64_t>(statuses_.size());
  if (asking_) ask(asker, statuses_.size());
}

}  // namespace switchboard::load
