#include "gateway/calls/session.hpp"

#include <utility>

#include "base/random.hpp"

namespace switchboard::calls {

using websocket::CloseCode;

namespace {

constexpr std::size_t answers_bytes_max = 64 * 1024;
constexpr std::size_t seat_bytes = 16;

// What a failure is called in a frame: the few that clients know, word for word.
std::string_view words_of(Error const& error) {
  for (std::string_view known :
       {"room not found", "already in room", "room is full", "peer not in room"})
    if (error.message == known) return known;
  return "try again";
}

}  // namespace

Session::Session(Door& door, Identity identity, bool extended,
                 std::optional<websocket::DeflateAgreement> deflate)
    : websocket::Session(door.parts().socket, door.parts().edge, deflate),
      door_(door),
      identity_(std::move(identity)),
      id_(door.parts().fan_out.next_session_id()),
      frames_(door.parts().frames, loop().now()),
      extended_(extended) {
  if (identity_.expires_at)
    expires_ = loop().now() + (*identity_.expires_at - loop().clock().timestamp());
}

void Session::on_start() {
  websocket::Session::on_start();
  auto const& user = identity_.user->id;
  door_.enter(user, id_, *this);
  auto before = door_.parts().people.enter(user, {loop().index(), id_});
  left_behind_ = before.room;
  if (before.connection) door_.parts().doors.replace(*before.connection);
  // The account may have changed while nobody knew of this session.
  look_again();
}

Entrant Session::entrant() const {
  auto const& user = *identity_.user;
  Entrant entrant{.address = {loop().index(), id_},
                  .user = user.id,
                  .id = user.number,
                  .name = user.full_name,
                  .extended = extended_,
                  .ice_servers = {},
                  .seat = {}};
  if (extended_) {
    entrant.ice_servers =
        door_.parts().ice_servers.json_for(user.number, loop().clock().timestamp());
    entrant.seat = random_hex(seat_bytes);
  }
  return entrant;
}

void Session::on_text(std::string_view text) {
  if (!frames_.take(door_.parts().frames, loop().now()))
    return close(CloseCode::too_many_frames, "too many frames");
  auto command = decode_signal(text);
  if (!command) {
    auto code =
        command.error().reason == "not_json" ? CloseCode::invalid_payload : CloseCode::policy;
    return close(code, command.error().message);
  }
  if (*command) {
    dialect_ = (*command)->dialect;
    carry_out(**command);
  }
  update_reading();
}

void Session::carry_out(Command const& command) {
  switch (command.kind) {
    case Kind::create_room: return run_alone(create());
    case Kind::join_room: return run_alone(join(command.room, command.seat.value_or("")));
    case Kind::leave_room: return leave_room();
    case Kind::ping: return say({.kind = Kind::pong});
    default: break;
  }
  Signal signal{.kind = command.kind,
                .from = {},
                .to = command.to,
                .payload = std::string(command.payload),
                .error = {}};
  run_alone(relay(std::move(signal)));
}

void Session::leave_room() {
  if (!room_) return say({.kind = Kind::leave_room, .error = "not in a room"});
  door_.parts().rooms.part(*std::exchange(room_, {}), id_, Parting::left);
}

Task<void> Session::create() {
  auto creating = door_.parts().rooms.create(entrant());
  auto room = co_await creating;
  moved_to(room);
}

Task<void> Session::join(CallRoom room, std::string seat) {
  auto joining = door_.parts().rooms.join(room, entrant(), std::move(seat));
  auto joined = co_await joining;
  if (joined) co_return moved_to(room);
  if (alive()) say_error(Kind::room_joined, joined.error());
}

Task<void> Session::relay(Signal signal) {
  auto kind = signal.kind;
  auto relaying = door_.parts().rooms.relay(room_.value_or(CallRoom()), id_, std::move(signal));
  auto relayed = co_await relaying;
  if (!relayed && alive()) say_error(kind, relayed.error());
}

// One room at a time: what was before is left, also the seat of an earlier connection.
void Session::moved_to(CallRoom room) {
  auto& rooms = door_.parts().rooms;
  if (!alive()) return rooms.part(room, id_, parting());
  auto before = std::exchange(room_, room);
  if (before && before != room) rooms.part(*before, id_, Parting::left);
  auto behind = std::exchange(left_behind_, {});
  if (behind && behind != room) rooms.abandon(*behind, identity_.user->id);
}

// Nothing more is read until it has ended.
void Session::run_alone(Task<void> task) {
  alone_ = true;
  update_reading();
  auto ended = [this, hold = gateway::Connection::Hold(*connection_)] {
    alone_ = false;
    if (alive()) update_reading();
  };
  start(std::move(task), std::move(ended), [this](auto const& /*thrown*/) {
    alone_ = false;
    if (alive()) close(CloseCode::internal, "internal error");
  });
}

// Whoever does not read its answers is not asked for more questions.
void Session::update_reading() {
  if (!alive()) return;
  auto owes = connection_->queued_bytes() > answers_bytes_max;
  if (owes) connection_->block();
  if (alone_ || owes)
    connection_->pause_reading();
  else
    connection_->resume_reading();
}

void Session::on_ready() { update_reading(); }

void Session::hear(Signal const& signal) {
  if (!alive()) return;
  // Whoever is told to be in a room has left the one before.
  auto moved = signal.kind == Kind::room_joined || signal.kind == Kind::room_created;
  if (moved && alone_ && room_)
    door_.parts().rooms.part(*std::exchange(room_, {}), id_, Parting::left);
  say(signal);
  // What the socket takes in this turn is not owed.
  if (connection_->blocked() && connection_->queued_bytes() > options().unread_bytes_max)
    close(CloseCode::slow_consumer, "slow consumer");
}

void Session::say(Signal const& signal) {
  std::string frame;
  append_signal(frame, signal, dialect_);
  send_text(frame);
}

void Session::say_error(Kind kind, Error const& error) {
  say({.kind = kind, .error = words_of(error)});
}

void Session::give_way() {
  if (!alive()) return;
  replaced_ = true;
  close(CloseCode::policy, "Duplicate connection detected");
}

void Session::look_again() {
  start(
      look_at_account(), [hold = gateway::Connection::Hold(*connection_)] {},
      [this](auto const& /*thrown*/) {
        if (alive()) close(CloseCode::internal, "internal error");
      });
}

// A store that cannot answer now is no reason to end a session.
Task<void> Session::look_at_account() {
  auto version = identity_.user->token_version;
  auto finding = door_.parts().directory.find(identity_.user->id);
  auto found = co_await finding;
  if (!alive()) co_return;
  if (!found && found.error().code != Errc::not_found) co_return;
  auto goes_on = found && (*found)->active &&
                 (identity_.key || (*found)->token_version == version) &&
                 (!identity_.sign_in || (*found)->has(*identity_.sign_in));
  if (!goes_on) co_return close(CloseCode::sign_in_again, "the sign-in was revoked");
  identity_.user = std::move(*found);
  if (!identity_.key) co_return;
  auto looking = door_.parts().keys.still_there(identity_.user->id, *identity_.key);
  auto there = co_await looking;
  if (alive() && there && !*there) close(CloseCode::policy, "the API key was revoked");
}

void Session::on_deadline() { close(CloseCode::policy, "the API key has lapsed"); }

// Whoever says goodbye leaves, and so does who is sent away; whoever is lost may come back.
Parting Session::parting() const {
  auto said = last_word();
  auto lost = !said || replaced_ || said == CloseCode::no_pong || said == CloseCode::slow_consumer;
  return lost ? Parting::lost : Parting::left;
}

void Session::on_end() {
  door_.leave(identity_.user->id, id_);
  door_.parts().people.leave(identity_.user->id, id_);
  if (room_) door_.parts().rooms.part(*std::exchange(room_, {}), id_, parting());
}

}  // namespace switchboard::calls
