#include "base/task.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

using namespace switchboard;

namespace {

Task<std::string> word(std::string text) { co_return text; }

Task<std::string> sentence() {
  auto first = co_await word("one");
  auto second = co_await word("two");
  co_return first + " " + second;
}

Task<int> thrower() {
  throw std::runtime_error("broken");
  co_return 1;
}

struct Later {
  std::coroutine_handle<>* resume_me;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> handle) { *resume_me = handle; }
  void await_resume() {}
};

Task<int> waiter(std::coroutine_handle<>& handle) {
  co_await Later{&handle};
  co_return 7;
}

}  // namespace

TEST_CASE("a task runs what it awaits and gives its result") {
  std::string result;
  start(sentence(), [&](std::string text) { result = text; }, [](auto) { FAIL("threw"); });
  CHECK(result == "one two");
}

TEST_CASE("what a task throws reaches whoever started it") {
  bool thrown = false;
  start(thrower(), [](int) { FAIL("did not throw"); }, [&](auto) { thrown = true; });
  CHECK(thrown);
}

TEST_CASE("a task that waits goes on where it stood") {
  std::coroutine_handle<> handle;
  int result = 0;
  start(waiter(handle), [&](int value) { result = value; }, [](auto) { FAIL("threw"); });
  CHECK(result == 0);
  handle.resume();
  CHECK(result == 7);
}

TEST_CASE("a task that nobody awaits is destroyed without having run") {
  bool ran = false;
  auto lambda = [&]() -> Task<void> {
    ran = true;
    co_return;
  };
  {
    auto task = lambda();
  }
  CHECK(!ran);
}
