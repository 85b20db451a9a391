// What is said on a Spark socket, and what its sender hears of it.

#include <algorithm>
#include <utility>

#include "gateway/spark/session.hpp"

namespace switchboard::spark {

using websocket::CloseCode;

namespace {

constexpr std::size_t pending_max = 256;  // the oldest go: nothing more is told of them
constexpr std::size_t early_max = 64;

}  // namespace

bool same_address(std::string_view left, std::string_view right) {
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  return std::ranges::equal(left, right, {}, lower, lower);
}

Task<void> Session::look_up(std::string email) {
  auto finding = door_.parts().users.find_credentials(std::move(email));
  auto found = co_await finding;
  if (alive() && found && found->user.active) send_text(user_object(found->user, std::nullopt));
}

Task<void> Session::look_at_account() {
  if (!user_) co_return;
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

std::optional<std::string_view> Session::fault_of(Say const& command) const {
  if (!command.message || !command.id || !command.email) return "A field is missing";
  if (!user_) return "Sign in first";
  if (Uuid::parse(*command.id) != user_->id.value() ||
      !same_address(*command.email, address_of(*user_)))
    return "Not the sender's own email and id";
  if (!command.recipient && !command.to_oneself) return "Recipient not found";
  return std::nullopt;
}

Task<Result<RoomId>> Session::room_for(Say const& command) {
  auto& parts = door_.parts();
  auto recipient = user_->id;
  if (command.recipient) {
    auto finding = parts.users.find_credentials(*command.recipient);
    auto found = co_await finding;
    if (!found && found.error().code != Errc::not_found) co_return failure_of(std::move(found));
    if (!found || !found->user.active)
      co_return switchboard::fail(Errc::not_found, "Recipient not found");
    recipient = found->user.id;
  }
  auto opening = parts.open_direct.run(user_->id, recipient);
  auto opened = co_await opening;
  if (!opened) co_return failure_of(std::move(opened));
  co_return opened->room.id;
}

Task<void> Session::say(Say command) {
  auto signing = sign_in(std::move(command.token));
  auto good = co_await std::move(signing);
  if (!alive()) co_return;
  if (good) ready_ = true;  // who speaks before `#email` hears what comes from now on
  auto fault = fault_of(command);
  if (fault) co_return send_text(state_frame(command.message_id, State::failed, fault));
  auto keep_user = user_;
  auto& author = *keep_user;
  auto finding = room_for(command);
  auto room = co_await std::move(finding);
  if (!alive()) co_return;
  if (!room)
    co_return send_text(state_frame(command.message_id, State::failed, room.error().message));
  auto name = client_message_id_of(command.message_id);
  own_.insert(name);
  saying_ = true;
  chat::PostMessage::Input input{*room, *command.message, name};
  auto posting = door_.parts().post_message.run(author, std::move(input));
  auto appended = co_await posting;
  saying_ = false;
  if (!appended || appended->duplicate) own_.erase(name);
  if (!alive()) co_return;
  if (!appended)
    co_return send_text(state_frame(command.message_id, State::failed, appended.error().message));
  on_stored(command, *room, *appended);
}

void Session::on_stored(Say const& command, RoomId const& room, ports::Appended const& appended) {
  send_text(state_frame(command.message_id, State::stored));
  auto early = std::exchange(early_, {});
  if (appended.duplicate) return;
  pending_.push_back({room, appended.seq, command.message_id});
  if (pending_.size() > pending_max) pending_.pop_front();
  for (auto const& receipt : early) take(receipt);
}

// The first time that anybody got it is `sent`; the recipient is `delivered`, and then all is told.
void Session::take(Receipt const& receipt) {
  auto fits = [&receipt](Pending const& pending) {
    return pending.room == receipt.room && pending.seq == receipt.seq;
  };
  auto found = std::ranges::find_if(pending_, fits);
  if (found == pending_.end()) {
    if (saying_ && early_.size() < early_max) early_.push_back(receipt);
    return;
  }
  if (!std::exchange(found->sent, true)) send_text(state_frame(found->message_id, State::sent));
  if (receipt.reader == user_->id) return;
  send_text(state_frame(found->message_id, State::delivered));
  pending_.erase(found);
}

}  // namespace switchboard::spark
