#pragma once
// Whoever counts what happens to connections and sessions: the metrics. Any shard calls it; it must
// not throw.

namespace switchboard::gateway {

class SessionObserver {
 public:
  virtual ~SessionObserver() = default;
  virtual void on_recovery(bool recovered) = 0;
  virtual void on_slow_consumer() = 0;
};

class ConnectionObserver {
 public:
  virtual ~ConnectionObserver() = default;
  virtual void connection_opened() = 0;
  virtual void connection_closed() = 0;
  virtual void connection_refused() = 0;
};

}  // namespace switchboard::gateway
