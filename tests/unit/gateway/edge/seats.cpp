#include "gateway/edge/seats.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <vector>

#include "support/manual_clock.hpp"

using namespace switchboard;
using gateway::Seat;
using gateway::Seats;

namespace {

struct CountedConnections final : gateway::ConnectionObserver {
  void connection_opened() override { ++open; }
  void connection_closed() override { --open; }
  void connection_refused() override { ++refused; }
  int open = 0;
  int refused = 0;
};

struct Hall {
  explicit Hall(Seats::Limits limits) : seats(loop, limits, &counted) {}
  void settle() {
    while (loop.turn(Duration::zero())) {
    }
  }

  tests::ManualClock clock;
  runtime::Loop loop{clock};
  CountedConnections counted;
  Seats seats;
};

}  // namespace

TEST_CASE("as many come in as there are seats, and the next one when somebody has left") {
  Hall hall({.all_max = 2});
  auto first = std::optional(hall.seats.take("a").value());
  auto second = hall.seats.take("b");
  CHECK(second->address() == "b");
  CHECK(hall.seats.take("c").error() == Seats::Full::everywhere);
  CHECK(hall.counted.refused == 1);
  first.reset();
  hall.settle();
  CHECK(hall.seats.taken() == 1);
  CHECK(hall.counted.open == 1);
  CHECK(hall.seats.take("c").has_value());
}

TEST_CASE("one address has so many seats, and takes none from another") {
  Hall hall({.all_max = 10, .each_address_max = 2});
  std::vector<Seat> seats;
  seats.push_back(hall.seats.take("a").value());
  seats.push_back(hall.seats.take("a").value());
  CHECK(hall.seats.take("a").error() == Seats::Full::address);
  CHECK(hall.seats.take("b").has_value());
  CHECK(seats[1].address() == "a");
  seats.pop_back();
  hall.settle();
  CHECK(hall.seats.take("a").has_value());
}

TEST_CASE("a seat that was passed on is given back once") {
  Hall hall({.all_max = 1});
  {
    auto seat = hall.seats.take("a").value();
    auto passed_on = std::move(seat);
    CHECK(passed_on.address() == "a");
  }
  hall.settle();
  CHECK(hall.seats.taken() == 0);
  CHECK(hall.counted.open == 0);
}
