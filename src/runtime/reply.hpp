#pragma once
// An answer that comes later, from any shard, to the coroutine that waits for it.

#include <coroutine>
#include <memory>
#include <optional>
#include <utility>

#include "runtime/loop.hpp"

namespace switchboard::runtime {

template <class T>
class Reply {
 public:
  // On the loop of the coroutine that will wait.
  Reply() : loop_(*Loop::current()) {}
  Reply(Reply const&) = delete;

  // From any thread, once.
  static void give(std::shared_ptr<Reply> reply, T value) {
    auto& loop = reply->loop_;
    loop.post([reply = std::move(reply), value = std::move(value)]() mutable {
      reply->value_.emplace(std::move(value));
      if (reply->waiter_) std::exchange(reply->waiter_, {}).resume();
    });
  }

  // Stands for the reply in `co_await`: g++ 12 would copy an awaitable behind a pointer.
  class Waiting {
   public:
    explicit Waiting(Reply& reply) : reply_(reply) {}
    [[nodiscard]] bool await_ready() const { return reply_.value_.has_value(); }
    void await_suspend(std::coroutine_handle<> waiter) { reply_.waiter_ = waiter; }
    T await_resume() { return std::move(*reply_.value_); }

   private:
    Reply& reply_;
  };
  [[nodiscard]] Waiting operator co_await() { return Waiting(*this); }

 private:
  Loop& loop_;
  std::optional<T> value_;
  std::coroutine_handle<> waiter_;
};

}  // namespace switchboard::runtime
