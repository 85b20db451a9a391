#include "features/delivery/attendance.hpp"

#include <doctest/doctest.h>

using namespace switchboard;
using delivery::Attendance;

namespace {

Timestamp at(std::int64_t seconds) { return Timestamp(std::chrono::seconds(seconds)); }

}  // namespace

TEST_CASE("somebody is here as long as one of their sessions is, and was seen when the last went") {
  Attendance attendance;
  UserId ann(Uuid::random());
  CHECK_FALSE(attendance.state(ann).online);
  CHECK_FALSE(attendance.state(ann).last_seen.has_value());
  attendance.arrive(ann, at(1));
  attendance.arrive(ann, at(2));
  CHECK(attendance.state(ann).online);
  attendance.depart(ann, at(3));
  CHECK(attendance.state(ann).online);
  attendance.depart(ann, at(4));
  CHECK_FALSE(attendance.state(ann).online);
  CHECK(attendance.state(ann).last_seen == at(4));
  CHECK_FALSE(attendance.state(UserId(Uuid::random())).online);
}

TEST_CASE("only so many who went are remembered, and nobody who is here is forgotten") {
  Attendance attendance;
  UserId ann(Uuid::random());
  attendance.arrive(ann, at(1));
  for (std::size_t i = 0; i < 2 * Attendance::remembered_max; ++i) {
    UserId passing(Uuid::random());
    attendance.arrive(passing, at(2));
    attendance.depart(passing, at(3));
  }
  CHECK(attendance.state(ann).online);
}
