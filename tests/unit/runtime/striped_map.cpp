#include "runtime/striped_map.hpp"

#include <doctest/doctest.h>

#include <thread>
#include <vector>

using switchboard::runtime::StripedMap;

namespace {

// All in one stripe, so that its bound can be seen.
struct OneStripe {
  std::size_t operator()(int key) const { return static_cast<std::size_t>(key) & 0xFFU; }
};

}  // namespace

TEST_CASE("an entry begins empty and keeps what was put in") {
  StripedMap<int, int> map(100);
  CHECK(map.update(1, [](int& value) { return ++value; }) == 1);
  CHECK(map.update(1, [](int& value) { return ++value; }) == 2);
  CHECK(map.update(2, [](int& value) { return ++value; }) == 1);
  CHECK(map.size() == 2);
}

TEST_CASE("what is absent is not made by asking for what is present") {
  StripedMap<int, int> map(100);
  CHECK_FALSE(map.update_present(1, [](int& value) { ++value; }));
  CHECK(map.size() == 0);
}

TEST_CASE("at the bound the entry used longest ago goes") {
  StripedMap<int, int, OneStripe> map(64 * 2);  // two a stripe
  auto touch = [&](int key) { return map.update(key, [](int& value) { return ++value; }); };
  touch(1);
  touch(2);
  touch(1);
  touch(3);
  CHECK(map.size() == 2);
  CHECK(touch(1) == 3);
  CHECK(touch(2) == 1);
}

namespace {

// std::hash of an int is the int: all keys would share one stripe and its part of the bound.
struct Spread {
  std::size_t operator()(int key) const {
    return static_cast<std::size_t>(key) * 0x9e3779b97f4a7c15U;
  }
};

}  // namespace

TEST_CASE("counts from many threads add up") {
  constexpr int threads = 4;
  constexpr int rounds = 2000;
  StripedMap<int, int, Spread> map(1000);
  std::vector<std::jthread> running;
  for (int i = 0; i < threads; ++i)
    running.emplace_back([&] {
      for (int round = 0; round < rounds; ++round)
        map.update(round % 7, [](int& value) { ++value; });
    });
  running.clear();
  int sum = 0;
  for (int key = 0; key < 7; ++key) sum += map.update(key, [](int& value) { return value; });
  CHECK(sum == threads * rounds);
}
