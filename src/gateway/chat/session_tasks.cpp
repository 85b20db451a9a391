// What a chat session waits for: signing in, joining with recovery, looking at its account again.

#include <utility>

#include "features/chat/channel.hpp"
#include "features/chat/notices.hpp"
#include "features/chat/recovery.hpp"
#include "gateway/chat/session.hpp"
#include "protocol/chat/change_frames.hpp"

namespace switchboard::chat {

using websocket::CloseCode;

namespace {

constexpr std::int64_t page_items = 100;
constexpr std::size_t answers_bytes_max = 64 * 1024;
constexpr std::size_t queued_bytes_max =
    256 * 1024;  // of missed messages, before the socket is waited for

std::vector<Person> people_of(std::vector<delivery::Person> const& persons) {
  std::vector<Person> people;
  people.reserve(persons.size());
  for (auto const& person : persons)
    people.push_back({person.id, person.username, person.full_name});
  return people;
}

}  // namespace

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

void Session::run_beside(Task<void> task) {
  start(
      std::move(task), [hold = gateway::Connection::Hold(*connection_)] {},
      [this](auto const& /*thrown*/) {
        if (alive()) close(CloseCode::internal, "internal error");
      });
}

bool Session::owes_reading() const { return connection_->queued_bytes() > answers_bytes_max; }

// Whoever does not read its answers is not asked for more questions.
void Session::update_reading() {
  auto max = door_.parts().limits.posts_under_way_max;
  if (posts_under_way_ >= max) posts_full_ = true;
  if (posts_under_way_ <= max / 2) posts_full_ = false;
  auto owes = alive() && owes_reading();
  if (owes) connection_->block();
  if (alone_ || posts_full_ || owes)
    connection_->pause_reading();
  else
    connection_->resume_reading();
}

Task<void> Session::sign_in(std::string token) {
  auto authentication = door_.parts().authenticator.authenticate(std::move(token));
  auto caller = co_await authentication;
  if (!alive()) co_return;
  if (!caller) {
    say_error("Invalid authentication token");
    co_return close(CloseCode::policy, "invalid token");
  }
  if (user_ && user_->id != caller->user.id) co_return say_error("User ID mismatch");
  auto first = !user_;
  adopt(*caller);
  if (first) door_.enter(user_->id, *this);
  plan_timer();
  std::string frame;
  append_authenticated(frame, user_->id);
  send_text(frame);
}

void Session::look_again() { run_beside(look_at_account()); }

Task<void> Session::look_at_account() {
  auto version = user_->token_version;
  auto finding = door_.parts().directory.find(user_->id);
  auto found = co_await finding;
  if (!alive()) co_return;
  // A store that cannot answer now is no reason to end a session.
  if (!found && found.error().code != Errc::not_found) co_return;
  auto goes_on = found && (*found)->active && (*found)->token_version == version &&
                 (!sign_in_ || (*found)->has(*sign_in_));
  if (!goes_on) co_return close(CloseCode::sign_in_again, "the sign-in was revoked");
  user_ = std::move(*found);
}

Task<void> Session::join(Connect command) {
  joining_ = command.room;
  auto entering = enter(std::move(command));
  co_await entering;
  joining_.reset();
}

// False: the reason was told, if there is anybody to tell.
bool Session::check_entry(Result<Room> const& room) {
  if (!alive()) return false;
  if (room && joining_) return true;
  if (room)
    say_error("You were removed from this room");
  else
    say_error(room.error().code == Errc::not_found ? "Room not found" : room.error().message);
  return false;
}

Task<void> Session::enter(Connect command) {
  auto& parts = door_.parts();
  auto finding = parts.messages.find_room(command.room, user_->id);
  auto room = co_await finding;
  if (!check_entry(room)) co_return;
  if (stays_as_it_is(command, room->head)) {
    if (!command.keep) leave_others(command.room);
    co_return welcome(command, room->head, false);
  }
  auto channel = channel_of(command.room);
  auto& hub = parts.fan_out.hub(loop().index());
  auto subscription = hub.subscribe(channel, codec(extended_), *this, id_);
  auto who = person_of(*user_);
  auto joined = notice_for(command.room, Notice::joined, who, loop().clock().timestamp(), id_);
  auto own_notice = joined.data;
  auto entering = parts.fan_out.enter(
      channel, {who.id, std::string(who.username), std::string(who.full_name)}, std::move(joined));
  auto entered = co_await entering;
  // Read again: from here on no message is both behind this head and missing on the wire.
  auto reading = parts.messages.find_room(command.room, user_->id);
  room = co_await reading;
  auto allowed = alive() && room && joining_;
  if (!allowed || place_in(command.room) != nullptr) announce_leaving(command.room);
  if (!allowed) {
    subscription.reset();
    hub.forget_if_empty(channel);
    static_cast<void>(check_entry(room));
    co_return;
  }
  if (!command.keep) leave_others(command.room);
  auto seen = extended_ ? room->head.seq : Seq{};
  auto* fresh = subscription.get();
  if (auto* place = place_in(command.room)) {
    seen = place->subscription->last_seq();
    *place = {command.room, std::move(subscription), extended_};
  } else {
    places_.push_back({command.room, std::move(subscription), extended_});
  }
  Arrival arrival{room->head, seen, entered.present, {}};
  if (entered.first_session) arrival.own_notice = std::move(own_notice);
  auto settling = settle(std::move(command), *fresh, std::move(arrival));
  co_await settling;
}

// Somebody who is there already, and asks for nothing that was missed, goes on hearing what comes.
bool Session::stays_as_it_is(Connect const& command, StreamPosition const& head) {
  auto const* place = place_in(command.room);
  return place != nullptr && place->extended == extended_ &&
         !can_recover(head, command.since, command.epoch);
}

// What one hears on joining, in this order: connected, what was missed, the notice, who is there.
Task<void> Session::settle(Connect command, delivery::Subscription& fresh, Arrival arrival) {
  auto recovered = can_recover(arrival.head, command.since, command.epoch);
  welcome(command, arrival.head, recovered);
  auto seen = std::optional(arrival.seen);
  if (recovered) {
    auto missed = send_missed(command.room, *command.since);
    seen = co_await missed;
  }
  if (!alive() || !joining_ || !seen) co_return;
  if (!arrival.own_notice.empty()) send_text(arrival.own_notice);
  if (extended_) {
    auto people = people_of(arrival.present.joined);
    std::string frame;
    append_presence(frame, command.room,
                    {people, {}, static_cast<std::size_t>(arrival.present.count)});
    send_text(frame);
  }
  while (alive() && joining_ && !fresh.go_live(*seen)) {
    auto missed = send_missed(command.room, *seen);
    seen = co_await missed;
    if (!seen) co_return;
  }
}

void Session::welcome(Connect const& command, StreamPosition const& head, bool recovered) {
  std::string frame;
  if (extended_)
    append_connected(frame, command.room, Recovery{head, recovered});
  else
    append_connected(frame, command.room);
  send_text(frame);
  if (command.since) edge().observer.on_recovery(recovered);
}

// A change is for those only who know what it is.
void Session::send_item(RoomItem const& item) {
  std::string frame;
  if (auto const* message = std::get_if<Message>(&item))
    append_message(frame, *message);
  else if (extended_)
    append_change(frame, std::get<MessageChange>(item));
  if (!frame.empty()) send_text(frame);
}

// Everything behind `after`, in pages, at the pace of the socket; the last seq that was sent, or
// nothing when the session ended or the store failed (then the session is closed, and the client
// asks again).
Task<std::optional<Seq>> Session::send_missed(RoomId room, Seq after) {
  while (true) {
    auto reading = door_.parts().messages.items_after(room, after, page_items);
    auto page = co_await reading;
    if (!alive() || !joining_) co_return std::nullopt;
    if (!page) {
      close(CloseCode::going_away, "retry_after_ms=1000");
      co_return std::nullopt;
    }
    for (auto const& item : *page) {
      send_item(item);
      after = seq_of(item);
    }
    if (connection_->queued_bytes() > queued_bytes_max) co_await drained();
    if (!alive() || !joining_) co_return std::nullopt;
    if (static_cast<std::int64_t>(page->size()) < page_items) co_return after;
  }
}

}  // namespace switchboard::chat
