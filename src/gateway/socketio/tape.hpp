#pragma once
// The last events of a socket that may be cut off and come back, numbered: a client that says which
// one it heard last is told the rest.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"

namespace switchboard::socketio {

struct TapeLimits {
  std::size_t items_max = 1000;
  std::size_t bytes_max = 1 << 20;
  std::size_t all_bytes_max = 256U << 20U;  // of all tapes of a shard together
  // What is older was heard, or the heartbeat would have failed; not while the socket is cut off.
  Duration age_max = std::chrono::seconds(90);
};

class Tape {
 public:
  struct Item {
    std::uint64_t number;
    Instant at;
    std::optional<std::uint64_t> ack;  // it waits for an answer
    std::string array;
    std::vector<std::string> attachments;
  };

  // `all_bytes`: what the tapes of the shard hold. It must outlive the tape.
  Tape(TapeLimits limits, std::size_t& all_bytes) : limits_(limits), all_bytes_(all_bytes) {}
  ~Tape() { all_bytes_ -= bytes_; }
  Tape(Tape const&) = delete;

  // Its number: 1, 2, 3, …
  std::uint64_t record(std::string_view array, std::span<std::string const> attachments,
                       std::optional<std::uint64_t> ack, Instant now, bool attached);
  // It was answered, or nobody waits any more: it need not be told again.
  void forget(std::uint64_t ack);
  // Whether everything behind `heard` (0: nothing was heard) is still there.
  [[nodiscard]] bool covers(std::uint64_t heard) const {
    return heard <= last_ && dropped_ <= heard;
  }
  [[nodiscard]] std::deque<Item> const& items() const { return items_; }
  [[nodiscard]] std::uint64_t last() const { return last_; }

 private:
  [[nodiscard]] bool too_long() const;
  void drop_oldest();
  void count(std::ptrdiff_t bytes);

  TapeLimits limits_;
  std::size_t& all_bytes_;
  std::deque<Item> items_;
  std::size_t bytes_ = 0;
  std::uint64_t last_ = 0;
  std::uint64_t dropped_ = 0;  // the number of the last one that is gone
};

// The event with the number as its last argument, which is how clients learn it.
[[nodiscard]] std::string with_offset(std::string_view array, std::uint64_t number);

}  // namespace switchboard::socketio
