#pragma once
// One calls socket: who it is, the one room it is in, and its commands, carried out one after the
// other: nothing more is read until a command has had its effect.

#include <optional>
#include <string>

#include "gateway/calls/door.hpp"
#include "gateway/websocket/session.hpp"
#include "protocol/calls/signal.hpp"

namespace switchboard::calls {

class Session final : public websocket::Session {
 public:
  Session(Door& door, Identity identity, bool extended,
          std::optional<websocket::DeflateAgreement> deflate);

  void on_start() override;

  // What its room says, or whoever rings.
  void hear(Signal const& signal);
  // A newer connection of the same person counts.
  void give_way();
  // The account or one of its keys changed.
  void look_again();
  [[nodiscard]] bool extended() const { return extended_; }

 private:
  void on_text(std::string_view text) override;
  void on_binary(std::string_view bytes) override { on_text(bytes); }
  void on_end() override;
  void each_subscription(void (*)(delivery::Subscription&)) override {}
  [[nodiscard]] std::optional<Instant> deadline() const override { return expires_; }
  void on_deadline() override;
  void on_ready() override;

  void carry_out(Command const& command);
  void leave_room();
  Task<void> create();
  Task<void> join(CallRoom room, std::string seat);
  Task<void> relay(Signal signal);
  Task<void> look_at_account();

  void moved_to(CallRoom room);
  void run_alone(Task<void> task);
  void update_reading();
  void say(Signal const& signal);
  void say_error(Kind kind, Error const& error);
  [[nodiscard]] Entrant entrant() const;
  [[nodiscard]] Parting parting() const;
  [[nodiscard]] bool alive() const { return connection_->open() && !closing(); }
  [[nodiscard]] runtime::Loop& loop() const { return door_.parts().edge.loop; }

  Door& door_;
  Identity identity_;
  SessionId id_;
  std::optional<Instant> expires_;
  std::optional<CallRoom> room_;
  std::optional<CallRoom> left_behind_;  // where the connection before this one sat
  gateway::FrameBudget frames_;
  Dialect dialect_ = Dialect::document;
  bool extended_;
  bool alone_ = false;
  bool replaced_ = false;
};

}  // namespace switchboard::calls
