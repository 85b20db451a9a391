#include "gateway/spark/session.hpp"

#include <utility>
#include <variant>

#include "gateway/spark/channels.hpp"

namespace switchboard::spark {

using websocket::CloseCode;

Session::Session(Door& door, std::optional<websocket::DeflateAgreement> deflate)
    : websocket::Session(door.parts().socket, door.parts().edge, deflate),
      door_(door),
      id_(door.parts().fan_out.next_session_id()),
      frames_(door.parts().frames, loop().now()) {}

void Session::on_text(std::string_view text) {
  if (!frames_.take(door_.parts().frames, loop().now()))
    return close(CloseCode::too_many_frames, "too many frames");
  auto command = decode_command(text);
  if (!command) return close(CloseCode::unsupported, "data binding failed: not a JSON object");
  std::visit([this](auto& each) { carry_out(std::move(each)); }, *command);
}

void Session::on_binary(std::string_view /*bytes*/) {
  close(CloseCode::unsupported, "data binding failed: not text");
}

void Session::carry_out(Ignored /*command*/) {}

void Session::carry_out(Ping /*command*/) { send_text(pong_frame()); }

void Session::carry_out(Bind command) { run_alone(bind(std::move(command))); }

void Session::carry_out(LookUp command) {
  if (user_ && command.email) run_alone(look_up(std::move(*command.email)));
}

void Session::carry_out(Say command) {
  send_text(state_frame(command.message_id, State::received));
  run_alone(say(std::move(command)));
}

// Nothing more is read until it has ended.
void Session::run_alone(Task<void> task) {
  connection_->pause_reading();
  auto ended = [this, hold = gateway::Connection::Hold(*connection_)] {
    if (alive()) connection_->resume_reading();
  };
  start(std::move(task), std::move(ended), [this](auto const& /*thrown*/) {
    if (alive()) close(CloseCode::internal, "internal error");
  });
}

void Session::run_beside(Task<void> task) {
  start(
      std::move(task), [hold = gateway::Connection::Hold(*connection_)] {},
      [this](auto const& /*thrown*/) {
        if (alive()) close(CloseCode::internal, "internal error");
      });
}

void Session::look_again() { run_beside(look_at_account()); }

void Session::let_in(RoomId const& room) {
  if (alive()) run_beside(listen(room));
}

void Session::on_deadline() { close(CloseCode::sign_in_again, "the token has lapsed"); }

void Session::each_subscription(void (*visit)(delivery::Subscription&)) {
  if (presence_) visit(*presence_);
}

void Session::on_end() {
  if (!user_) return;
  door_.leave(user_->id, *this);
  auto& fan_out = door_.parts().fan_out;
  if (presence_) fan_out.leave(everybody(), user_->id, presence_notice(*user_, false, id_));
  auto forget = [&hub = fan_out.hub(loop().index()), places = std::exchange(places_, {}),
                 receipts = std::move(receipts_), presence = std::move(presence_)]() mutable {
    places.clear();
    receipts.reset();
    presence.reset();
    hub.forget_if_empty(everybody());
  };
  // The hub may be in the middle of its lists.
  loop().destroy_later(std::move(forget));
}

}  // namespace switchboard::spark
