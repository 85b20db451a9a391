#pragma once
// Whoever counts what happens to sessions: the metrics. Any shard calls it; it must not throw.

namespace switchboard::gateway {

class SessionObserver {
 public:
  virtual ~SessionObserver() = default;
  virtual void on_recovery(bool recovered) = 0;
  virtual void on_slow_consumer() = 0;
};

}  // namespace switchboard::gateway
