// Whose a Spark socket is, what waits in the mailbox, and what comes in later.

#include <algorithm>
#include <charconv>
#include <utility>

#include "features/chat/channel.hpp"
#include "gateway/spark/channels.hpp"
#include "gateway/spark/session.hpp"

namespace switchboard::spark {

using websocket::CloseCode;

namespace {

constexpr std::int64_t page_items = 100;
constexpr std::size_t queued_bytes_max = 256 * 1024;  // before the socket is waited for

}  // namespace

Task<bool> Session::sign_in(std::optional<std::string> token) {
  if (user_) co_return true;
  if (!token) co_return false;
  auto& parts = door_.parts();
  auto authentication = parts.authenticator.authenticate(std::move(*token));
  auto caller = co_await authentication;
  if (!alive() || !caller) co_return false;
  user_ = parts.directory.at_hand(caller->user.id);
  if (!user_) user_ = std::make_shared<User const>(caller->user);
  sign_in_ = caller->sign_in;
  auto left = time_until(caller->token_expires_at, loop().clock().timestamp());
  expires_ = loop().now() + left + parts.lapse_grace;
  door_.enter(user_->id, *this);
  plan_timer();
  auto entering = enter();
  co_await std::move(entering);
  co_return alive();
}

// Listens first and reads then, so that there is no gap between the mailbox and what comes later.
Task<void> Session::enter() {
  auto& parts = door_.parts();
  receipts_ =
      ear_for(receipts_of(user_->id), [this](std::string const& lines) { on_receipts(lines); });
  auto& hub = parts.fan_out.hub(loop().index());
  presence_ = hub.subscribe(everybody(), codec(false), *this, id_);
  static_cast<void>(presence_->go_live(Seq{}));
  auto entering = parts.fan_out.enter(everybody(), {user_->id, user_->username, user_->full_name},
                                      presence_notice(*user_, true, id_));
  auto entered = co_await std::move(entering);
  static_cast<void>(entered);
  auto listing = parts.rooms.list(user_->id);
  auto views = co_await listing;
  if (!alive() || !views) co_return;
  for (auto const& view : *views)
    if (view.room.kind == RoomKind::direct) add_place(view, view.room.head.seq);
  for (auto const& view : *views) {
    if (view.room.kind != RoomKind::direct) continue;
    auto settling = parts.fan_out.settle(chat::channel_of(view.room.id));
    co_await std::move(settling);
    if (!alive()) co_return;
    dirty_.insert(view.room.id);
  }
}

Task<void> Session::bind(Bind command) {
  auto signing = sign_in(std::move(command.token));
  auto good = co_await std::move(signing);
  if (!alive()) co_return;
  if (!good) co_return close(CloseCode::policy, "sign in again");
  if (!command.email || !same_address(*command.email, address_of(*user_))) co_return;
  auto preloading = preload();
  co_await std::move(preloading);
}

Task<void> Session::preload() {
  ready_ = false;
  auto reading = door_.read_mailbox().run(user_->id);
  auto mailbox = co_await reading;
  if (!alive()) co_return;
  if (!mailbox) co_return close(CloseCode::going_away, "retry_after_ms=1000");
  for (auto const& [room, head] : mailbox->positions)
    if (auto place = places_.find(room); place != places_.end())
      place->second.seen = std::max(place->second.seen, head);
  ids_ = {};
  send_text(count_frame(std::ssize(mailbox->messages)));
  if (mailbox->messages.empty()) send_text(no_items_frame());
  for (auto const& message : mailbox->messages) {
    send_text(item_frame(item_of(message, ids_)));
    if (connection_->queued_bytes() > queued_bytes_max) co_await drained();
    if (!alive()) co_return;
  }
  ready_ = true;
  auto catching = catch_up();
  co_await std::move(catching);
}

std::unique_ptr<Ear> Session::ear_for(ChannelName channel, Ear::OnHeard on_heard) {
  auto& parts = door_.parts();
  Ear::Parts ear{loop(), parts.fan_out, door_.ear_codec()};
  return std::make_unique<Ear>(ear, std::move(channel), std::move(on_heard));
}

void Session::add_place(RoomView const& view, Seq seen) {
  auto const& room = view.room.id;
  if (places_.contains(room)) return;
  auto ear = ear_for(chat::channel_of(room),
                     [this, room](std::string const& /*lines*/) { on_room_heard(room); });
  places_[room] = {view.peer.value_or(user_->id), seen, std::move(ear)};
}

// Of a room that is new, all that was said is news.
Task<void> Session::listen(RoomId room) {
  if (places_.contains(room)) co_return;
  auto viewing = door_.parts().rooms.view(room, user_->id);
  auto view = co_await viewing;
  if (!alive() || !view || view->room.kind != RoomKind::direct) co_return;
  add_place(*view, Seq{});
  auto settling = door_.parts().fan_out.settle(chat::channel_of(room));
  co_await std::move(settling);
  if (alive()) on_room_heard(room);
}

void Session::on_room_heard(RoomId const& room) {
  if (!alive()) return;
  dirty_.insert(room);
  if (ready_ && !catching_) run_beside(catch_up());
}

Task<void> Session::catch_up() {
  if (std::exchange(catching_, true)) co_return;
  while (alive() && ready_ && !dirty_.empty()) {
    auto room = std::move(dirty_.extract(dirty_.begin()).value());
    auto sending = send_news(std::move(room));
    auto good = co_await std::move(sending);
    if (!good) break;
  }
  catching_ = false;
}

// False: the store failed or the session ended.
Task<bool> Session::send_news(RoomId room) {
  while (true) {
    auto after = places_.at(room).seen;
    auto reading = door_.parts().messages.messages_after(room, after, page_items);
    auto page = co_await reading;
    if (!alive()) co_return false;
    if (!page) {
      close(CloseCode::going_away, "retry_after_ms=1000");
      co_return false;
    }
    for (auto const& message : *page) {
      places_.at(room).seen = message.seq;
      auto passing = pass_on(room, message);
      co_await std::move(passing);
      if (connection_->queued_bytes() > queued_bytes_max) co_await drained();
      if (!alive()) co_return false;
    }
    if (std::ssize(*page) < page_items) co_return true;
  }
}

// To this socket, if it did not say it itself; and to the sender, that it was.
Task<void> Session::pass_on(RoomId const& room, Message const& message) {
  auto own = message.sender == user_->id && message.client_message_id &&
             own_.erase(*message.client_message_id) > 0;
  if (own || !message.content) co_return;
  auto peer = places_.at(room).peer;
  auto finding = door_.parts().directory.find(peer);
  auto other = co_await finding;
  if (!alive() || !other) co_return;
  auto mine = message.sender == user_->id;
  auto item = item_of(message, ids_);
  User const& sender = mine ? *user_ : **other;
  User const& recipient = mine ? **other : *user_;
  send_text(live_frame({item, sender, address_of(recipient)}));
  Publication receipt{.channel = receipts_of(message.sender), .seq = {}, .data = {}, .except = {}};
  receipt.data = std::to_string(message.seq.value()) + ' ' + user_->id.value().to_string() + ' ' +
                 room.value();
  door_.parts().fan_out.publish(std::move(receipt));
}

// Lines of `SEQ READER ROOM`.
void Session::on_receipts(std::string_view lines) {
  while (alive() && !lines.empty()) {
    auto line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    std::int64_t seq = 0;
    auto first = line.find(' ');
    auto second = line.find(' ', first + 1);
    if (second == std::string_view::npos) continue;
    std::from_chars(line.data(), line.data() + first, seq);
    auto reader = Uuid::parse(line.substr(first + 1, second - first - 1));
    if (reader) take({RoomId(std::string(line.substr(second + 1))), Seq(seq), UserId(*reader)});
  }
}

}  // namespace switchboard::spark
