#pragma once
// A subscriber's way out that behaves like a socket: takes what fits, keeps the rest of a torn
// frame, says when it is full.

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include "features/delivery/room_log.hpp"

namespace switchboard::tests {

class FakeOutlet final : public delivery::Outlet {
 public:
  // `secure`: bytes come through write_some, as over TLS; otherwise `fd` names it to the fake
  // sender.
  FakeOutlet(int fd, bool secure) : fd_(fd), secure_(secure) {}

  [[nodiscard]] int plain_fd() const override { return secure_ ? -1 : fd_; }
  [[nodiscard]] bool blocked() const override { return blocked_; }
  std::ptrdiff_t write_some(std::string_view bytes) override {
    if (blocked_) return 0;
    return take(bytes);
  }
  void hold(std::string_view rest_of_frame) override {
    rest_.append(rest_of_frame);
    blocked_ = true;
    if (subscription != nullptr) subscription->hold();
  }
  void on_slow_consumer() override { slow = true; }
  void on_broken() override { broken = true; }

  // What the kernel would do with a send().
  std::ptrdiff_t take(std::string_view bytes) {
    auto fits = std::min(room, bytes.size());
    received.append(bytes.substr(0, fits));
    room -= fits;
    return static_cast<std::ptrdiff_t>(fits);
  }

  // The peer has read: `bytes` more fit. What was held leaves first, then the log goes on.
  void drain(std::size_t bytes) {
    room += bytes;
    if (!blocked_) return;
    auto taken = static_cast<std::size_t>(take(rest_));
    rest_.erase(0, taken);
    if (!rest_.empty()) return;
    blocked_ = false;
    if (subscription != nullptr) subscription->resume();
  }

  std::string received;
  std::size_t room = 1 << 30;
  bool slow = false;
  bool broken = false;
  std::unique_ptr<delivery::Subscription> subscription;

 private:
  int fd_;
  bool secure_;
  bool blocked_ = false;
  std::string rest_;
};

}  // namespace switchboard::tests
