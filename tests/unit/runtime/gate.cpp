#include "runtime/gate.hpp"

#include <doctest/doctest.h>

#include <optional>

#include "base/task.hpp"

using namespace switchboard;
using runtime::Gate;

namespace {

Task<void> wait_until_empty(Gate& gate) {
  auto empty = gate.empty();
  co_await empty;
}

}  // namespace

TEST_CASE("whoever closes goes on when the last one has left, and at once when nobody is inside") {
  Gate gate;
  std::optional first(gate.enter());
  std::optional second(gate.enter());
  bool empty = false;
  start(wait_until_empty(gate), [&] { empty = true; }, [](auto const&) {});
  CHECK(gate.inside() == 2);
  first.reset();
  CHECK(!empty);
  second.reset();
  CHECK(empty);
  bool at_once = false;
  start(wait_until_empty(gate), [&] { at_once = true; }, [](auto const&) {});
  CHECK(at_once);
}

TEST_CASE("a pass that is handed on counts once") {
  Gate gate;
  auto pass = gate.enter();
  {
    auto other = std::move(pass);
    CHECK(gate.inside() == 1);
  }
  CHECK(gate.inside() == 0);
}
