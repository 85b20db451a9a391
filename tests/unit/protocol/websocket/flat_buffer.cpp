#include "protocol/websocket/flat_buffer.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace switchboard::websocket;

TEST_CASE("a flat buffer holds its pieces in order and at most twice their bytes") {
  FlatBuffer buffer;
  std::string expected;
  for (std::size_t size : {5, 0, 1, 100, 3, 1000, 1}) {
    std::string const piece(size, static_cast<char>('a' + size % 26));
    auto* const to = buffer.extend(size, 10'000);
    piece.copy(to, size);
    expected += piece;
    CHECK(buffer.view() == expected);
    CHECK(buffer.capacity() <= 2 * expected.size());
  }
}

TEST_CASE("a flat buffer that may not grow further takes only what it needs") {
  FlatBuffer buffer;
  (void)buffer.extend(60, 100);
  CHECK(buffer.capacity() == 60);
  (void)buffer.extend(20, 100);
  CHECK(buffer.capacity() == 100);
  (void)buffer.extend(20, 100);
  CHECK(buffer.capacity() == 100);
}
