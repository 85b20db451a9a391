#pragma once
// Whoever counts what happens to connections and sessions: the metrics. Any shard calls it; it must
// not throw.

#include <cstddef>
#include <cstdint>

namespace switchboard::gateway {

// Which door a session came through.
enum class Entrance : std::uint8_t { chat, push, spark, calls };
constexpr std::size_t entrances = 4;

class SessionObserver {
 public:
  virtual ~SessionObserver() = default;
  virtual void on_session_opened(Entrance entrance) = 0;  // it is known who it is
  virtual void on_session_closed(Entrance entrance) = 0;
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
