#pragma once
// A subscriber's way out, as the hub sees a connection.

#include <cstddef>
#include <string_view>

namespace switchboard::delivery {

class Outlet {
 public:
  virtual ~Outlet() = default;

  // The socket that takes bytes as they are; -1: bytes must go through write_some (TLS).
  [[nodiscard]] virtual int plain_fd() const = 0;
  // It holds bytes that must leave before any frame may.
  [[nodiscard]] virtual bool blocked() const = 0;
  // Bytes taken; 0: full, held() follows; -1: broken.
  virtual std::ptrdiff_t write_some(std::string_view bytes) = 0;

  // A frame went out in part: the outlet keeps a copy of its rest, sends it before anything else
  // and calls Subscription::resume() once everything it holds has left. An empty rest: nothing but
  // the waiting.
  virtual void hold(std::string_view rest_of_frame) = 0;
  // It owes more than it may. Must not unsubscribe before it returns.
  virtual void on_slow_consumer() = 0;
  // Must not unsubscribe before it returns.
  virtual void on_broken() = 0;
};

}  // namespace switchboard::delivery
