#include "features/delivery/canary.hpp"

namespace switchboard::delivery {

// Ends when the canary is back or the timer fires, whichever is first.
struct Canary::Flight {
  Canary& canary;
  std::coroutine_handle<> waiter;
  bool back = false;
  runtime::Timer timer{canary.loop_.timers(),
                       [](void* self) { static_cast<Flight*>(self)->land(false); }, this};

  explicit Flight(Canary& owner) : canary(owner) {}
  Flight(Flight const&) = delete;

  [[nodiscard]] bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> handle) {
    waiter = handle;
    canary.flights_.push_back(this);
    timer.arm(canary.loop_.now() + patience);
    canary.fan_out_.publish(
        {.channel = canary.channel_, .seq = {}, .data = "canary", .except = {}});
  }
  void await_resume() const {}

  void land(bool in_time) {
    back = in_time;
    timer.cancel();
    std::erase(canary.flights_, this);
    waiter.resume();
  }
};

Canary::Canary(runtime::Loop& loop, FanOut& fan_out)
    : loop_(loop), fan_out_(fan_out), channel_("canary:" + std::to_string(loop.index())) {
  subscription_ = fan_out_.hub(loop.index()).subscribe(channel_, codec_, *this, {});
  [[maybe_unused]] auto live = subscription_->go_live(Seq{});
}

Canary::~Canary() = default;

Task<Result<void>> Canary::fly() {
  if (flights_.size() >= waiting_max)
    co_return fail(Errc::unavailable, "too many canaries in the air");
  Flight flight(*this);
  co_await flight;
  if (!flight.back) co_return fail(Errc::unavailable, "a publication did not come back in time");
  co_return Result<void>();
}

std::ptrdiff_t Canary::write_some(std::string_view bytes) {
  // The hub is in the middle of its lists: whoever waits goes on in the next turn.
  loop_.post([this] {
    auto flights = flights_;
    for (auto* flight : flights) flight->land(true);
  });
  return static_cast<std::ptrdiff_t>(bytes.size());
}

}  // namespace switchboard::delivery
