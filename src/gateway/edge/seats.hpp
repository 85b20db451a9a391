#pragma once
// Who may be inside, over all doors of a node, and how many from one address.

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <unordered_map>
#include <utility>

#include "gateway/edge/session_observer.hpp"
#include "runtime/loop.hpp"

namespace switchboard::gateway {

class Seats;

// One connection's place, and whose it is. Gives itself back, from whichever shard it ends on; the
// address is kept once for all who come from it.
class Seat {
 public:
  Seat(Seat&& other) noexcept
      : seats_(std::exchange(other.seats_, nullptr)), address_(other.address_) {}
  Seat& operator=(Seat&&) = delete;
  ~Seat();

  [[nodiscard]] std::string const& address() const { return address_->first; }

 private:
  friend class Seats;
  using Address = std::pair<std::string const, std::size_t>;  // and how many are from there

  Seat(Seats& seats, Address& address) : seats_(&seats), address_(&address) {}

  Seats* seats_;
  Address* address_;
};

// Belongs to the shard that accepts.
class Seats {
 public:
  struct Limits {
    std::size_t all_max;
    std::size_t each_address_max = 0;  // 0: no limit
  };

  // `home`: the shard that accepts; it and the observer, which may be null, must outlive the seats.
  Seats(runtime::Loop& home, Limits limits, ConnectionObserver* observer = nullptr)
      : home_(home), limits_(limits), observer_(observer) {}
  Seats(Seats const&) = delete;

  enum class Full : std::uint8_t { everywhere, address };
  [[nodiscard]] std::expected<Seat, Full> take(std::string const& address);
  [[nodiscard]] std::size_t taken() const { return taken_; }

 private:
  friend class Seat;
  [[nodiscard]] std::expected<Seat, Full> refuse(Full why) const;
  void give_back(Seat::Address& address);

  runtime::Loop& home_;
  Limits limits_;
  ConnectionObserver* observer_;
  std::size_t taken_ = 0;
  std::unordered_map<std::string, std::size_t> by_address_;  // its nodes stay where they are
};

}  // namespace switchboard::gateway
