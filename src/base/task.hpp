#pragma once
// Task<T>: a coroutine that starts when it is awaited and resumes its awaiter when it ends, on the
// same shard.
//
// Danger (g++ 12.2): a temporary aggregate, std::array or lambda with owning captures inside a
// `co_await` expression is destroyed twice. Name it on the line before, then move it. clang 19 is
// free of this.

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

#include "base/expects.hpp"

namespace switchboard {

template <class T>
class Task;

namespace detail {

struct PromiseBase {
  std::coroutine_handle<> awaiter = std::noop_coroutine();
  std::exception_ptr thrown;

  struct FinalAwaiter {
    bool await_ready() noexcept { return false; }
    template <class Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> done) noexcept {
      return done.promise().awaiter;
    }
    void await_resume() noexcept {}
  };

  std::suspend_always initial_suspend() noexcept { return {}; }
  FinalAwaiter final_suspend() noexcept { return {}; }
  void unhandled_exception() { thrown = std::current_exception(); }
};

template <class T>
struct Promise : PromiseBase {
  std::optional<T> value;

  Task<T> get_return_object();
  template <class U>
  void return_value(U&& result) {
    value.emplace(std::forward<U>(result));
  }
  T take() {
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*value);
  }
};

template <>
struct Promise<void> : PromiseBase {
  Task<void> get_return_object();
  void return_void() {}
  void take() const {
    if (thrown) std::rethrow_exception(thrown);
  }
};

}  // namespace detail

// Owns the coroutine's frame; a task that is dropped is destroyed where it stands.
template <class T = void>
class [[nodiscard]] Task {
 public:
  using promise_type = detail::Promise<T>;

  explicit Task(std::coroutine_handle<promise_type> frame) : frame_(frame) {}
  Task(Task&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  Task& operator=(Task&& other) noexcept {
    std::swap(frame_, other.frame_);
    return *this;
  }
  ~Task() {
    if (frame_) frame_.destroy();
  }

  [[nodiscard]] bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiter) {
    frame_.promise().awaiter = awaiter;
    return frame_;
  }
  T await_resume() { return frame_.promise().take(); }

 private:
  std::coroutine_handle<promise_type> frame_;
};

template <class T>
Task<T> detail::Promise<T>::get_return_object() {
  return Task<T>(std::coroutine_handle<Promise>::from_promise(*this));
}

inline Task<void> detail::Promise<void>::get_return_object() {
  return Task<void>(std::coroutine_handle<Promise>::from_promise(*this));
}

namespace detail {

struct Detached {
  struct promise_type {
    Detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    [[noreturn]] void unhandled_exception() { std::terminate(); }
  };
};

}  // namespace detail

// Starts `task` at once and calls `on_done(result)` or `on_thrown(exception_ptr)` when it ends: the
// one way from plain code into a coroutine. Whoever calls must keep alive what the task refers to
// (see runtime::Gate).
template <class T, class OnDone, class OnThrown>
detail::Detached start(Task<T> task, OnDone on_done, OnThrown on_thrown) {
  std::exception_ptr thrown;
  try {
    if constexpr (std::is_void_v<T>) {
      co_await task;
      on_done();
    } else {
      auto result = co_await task;
      on_done(std::move(result));
    }
  } catch (...) {
    thrown = std::current_exception();
  }
  if (thrown) on_thrown(thrown);
}

}  // namespace switchboard
