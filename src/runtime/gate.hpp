#pragma once
// Who is still inside. Whoever enters holds a Pass; whoever closes waits until the last one has
// left. One shard's own.

#include <coroutine>
#include <cstddef>
#include <utility>

namespace switchboard::runtime {

class Gate {
 public:
  class Pass {
   public:
    explicit Pass(Gate& gate) : gate_(&gate) { ++gate.inside_; }
    Pass(Pass&& other) noexcept : gate_(std::exchange(other.gate_, nullptr)) {}
    Pass& operator=(Pass&&) = delete;
    ~Pass() {
      if (gate_ != nullptr) gate_->leave();
    }

   private:
    Gate* gate_;
  };

  Gate() = default;
  Gate(Gate const&) = delete;

  [[nodiscard]] Pass enter() { return Pass(*this); }
  [[nodiscard]] std::size_t inside() const { return inside_; }

  // `co_await gate.empty()`: one waiter at a time.
  struct Empty {
    Gate& gate;
    [[nodiscard]] bool await_ready() const { return gate.inside_ == 0; }
    void await_suspend(std::coroutine_handle<> waiter) { gate.waiter_ = waiter; }
    void await_resume() const {}
  };
  [[nodiscard]] Empty empty() { return {*this}; }

 private:
  void leave() {
    if (--inside_ == 0 && waiter_) std::exchange(waiter_, nullptr).resume();
  }

  std::size_t inside_ = 0;
  std::coroutine_handle<> waiter_;
};

}  // namespace switchboard::runtime
