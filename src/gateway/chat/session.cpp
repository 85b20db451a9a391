#include "gateway/chat/session.hpp"

#include <algorithm>
#include <variant>

#include "features/chat/channel.hpp"
#include "features/chat/notices.hpp"

namespace switchboard::chat {

using websocket::CloseCode;

Session::Session(Door& door, std::optional<websocket::DeflateAgreement> deflate)
    : websocket::Session(door.parts().socket, door.parts().edge, deflate),
      door_(door),
      id_(door.parts().fan_out.next_session_id()),
      expires_(loop().now() + door.parts().limits.sign_in_time),
      frames_(door.parts().limits.frames, loop().now()) {}

void Session::sign_in_at_start(Caller caller) { adopt(caller); }

void Session::on_start() {
  websocket::Session::on_start();
  if (!user_) return;
  door_.enter(user_->id, *this);
  std::string frame;
  append_authenticated(frame, user_->id);
  send_text(frame);
}

bool Session::tell_extended(std::string const* frame) {
  if (!extended_ || !alive()) return false;
  if (frame != nullptr) send_text(*frame);
  return true;
}

void Session::adopt(Caller const& caller) {
  // The directory's own object serves all sessions of a person.
  user_ = door_.parts().directory.at_hand(caller.user.id);
  if (!user_) user_ = std::make_shared<User const>(caller.user);
  sign_in_ = caller.sign_in;
  auto left = time_until(caller.token_expires_at, loop().clock().timestamp());
  expires_ = loop().now() + left + door_.parts().limits.lapse_grace;
}

bool Session::take_frame() { return frames_.take(door_.parts().limits.frames, loop().now()); }

void Session::on_text(std::string_view text) {
  if (!take_frame()) return close(CloseCode::too_many_frames, "too many frames");
  auto command = decode_command(text);
  if (!command) {
    say_error("Invalid message format");
    if (owes_reading()) update_reading();
    return;
  }
  if (is_extended(*command)) extended_ = true;
  std::visit([this](auto& each) { carry_out(std::move(each)); }, *command);
  if (owes_reading()) update_reading();
}

void Session::on_binary(std::string_view /*bytes*/) {
  if (!take_frame()) return close(CloseCode::too_many_frames, "too many frames");
  say_error("Binary messages are not supported");
  if (owes_reading()) update_reading();
}

void Session::say_error(std::string_view sentence,
                        std::optional<std::string> const& client_message_id) {
  std::string frame;
  append_error(frame, sentence, client_message_id);
  send_text(frame);
}

void Session::carry_out(Authorize command) { run_alone(sign_in(std::move(command.token))); }

void Session::carry_out(Reauthorize command) {
  if (check_signed_in()) run_alone(sign_in(std::move(command.token)));
}

bool Session::check_signed_in() {
  if (user_) return true;
  say_error("Not authenticated");
  close(CloseCode::policy, "not authenticated");
  return false;
}

void Session::carry_out(Connect command) {
  if (!check_signed_in()) return;
  if (command.user_id && Uuid::parse(*command.user_id) != user_->id.value())
    return say_error("User ID mismatch");
  if (places_.size() >= door_.parts().limits.rooms_max && command.keep)
    return say_error("Too many rooms");
  run_alone(join(std::move(command)));
}

void Session::carry_out(Disconnect command) {
  if (place_in(command.room) == nullptr) return say_error("Not connected to this room");
  if (command.user_id && Uuid::parse(*command.user_id) != user_->id.value())
    return say_error("User ID mismatch");
  leave(command.room);
}

void Session::leave(RoomId const& room) {
  announce_leaving(room);
  std::erase_if(places_, [&](Place const& each) { return each.room == room; });
  door_.parts().fan_out.hub(loop().index()).forget_if_empty(channel_of(room));
  std::string frame;
  append_disconnected(frame, room);
  send_text(frame);
}

void Session::put_out(RoomId const& room) {
  if (joining_ == room) joining_.reset();
  if (alive() && place_in(room) != nullptr) leave(room);
}

void Session::let_in(RoomId const& room) {
  if (!extended_ || !alive()) return;
  std::string frame;
  append_room_added(frame, room);
  send_text(frame);
}

Session::Place* Session::place_in(RoomId const& room) {
  auto found = std::ranges::find(places_, room, &Place::room);
  return found == places_.end() ? nullptr : &*found;
}

// The others learn of it if it was the person's last session there.
void Session::announce_leaving(RoomId const& room) {
  auto notice = notice_for(room, Notice::left, person_of(*user_), loop().clock().timestamp(), id_);
  door_.parts().fan_out.leave(channel_of(room), user_->id, std::move(notice));
}

void Session::leave_others(RoomId const& room) {
  for (auto const& place : places_)
    if (place.room != room) announce_leaving(place.room);
  auto gone =
      std::ranges::partition(places_, [&](Place const& place) { return place.room == room; });
  std::vector<RoomId> rooms;
  for (auto const& place : gone) rooms.push_back(place.room);
  places_.erase(gone.begin(), gone.end());
  auto& hub = door_.parts().fan_out.hub(loop().index());
  for (auto const& each : rooms) hub.forget_if_empty(channel_of(each));
}

void Session::on_end() {
  if (user_) door_.leave(user_->id, *this);
  for (auto const& place : places_) announce_leaving(place.room);
  auto& hub = door_.parts().fan_out.hub(loop().index());
  auto forget = [&hub, places = std::exchange(places_, {})]() mutable {
    std::vector<RoomId> rooms;
    rooms.reserve(places.size());
    for (auto const& place : places) rooms.push_back(place.room);
    places.clear();
    for (auto const& room : rooms) hub.forget_if_empty(channel_of(room));
  };
  // The hub may be in the middle of its lists.
  loop().destroy_later(std::move(forget));
}

void Session::each_subscription(void (*visit)(delivery::Subscription&)) {
  for (auto& place : places_)
    if (place.subscription) visit(*place.subscription);
}

void Session::on_ready() {
  if (alive()) update_reading();
}

void Session::on_deadline() {
  if (user_) return close(CloseCode::sign_in_again, "the token has lapsed");
  say_error("Not authenticated");
  close(CloseCode::policy, "not authenticated in time");
}

}  // namespace switchboard::chat
