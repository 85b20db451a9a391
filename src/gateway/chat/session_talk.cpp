// What is said on a chat socket, and what is done to what was said. Nothing of it is waited for, so
// that many commands of one socket share a commit.

#include <utility>

#include "features/chat/channel.hpp"
#include "gateway/chat/session.hpp"
#include "protocol/chat/change_frames.hpp"

namespace switchboard::chat {

using websocket::CloseCode;

void Session::carry_out(Post command) {
  if (place_in(command.room) == nullptr)
    return say_error("Not connected to this room", command.client_message_id);
  auto client_message_id = command.client_message_id;
  PostMessage::Input input{std::move(command.room), std::move(command.content),
                           std::move(command.client_message_id)};
  ++posts_under_way_;
  auto keep_user = user_;
  auto& author = *keep_user;
  start(
      door_.parts().post_message.run(author, std::move(input)),
      [this, keep_user, hold = gateway::Connection::Hold(*connection_),
       client_message_id = std::move(client_message_id)](Result<ports::Appended> const& appended) {
        on_posted(client_message_id, appended);
      },
      [this](auto const& /*thrown*/) {
        --posts_under_way_;
        if (alive()) close(CloseCode::internal, "internal error");
      });
  update_reading();
}

void Session::on_posted(std::optional<std::string> const& client_message_id,
                        Result<ports::Appended> const& appended) {
  --posts_under_way_;
  if (!alive()) return;
  update_reading();
  if (!appended) return say_error(appended.error().message, client_message_id);
  if (!client_message_id) return;
  std::string frame;
  append_sent(frame, {*client_message_id, appended->id, appended->seq, appended->duplicate,
                      appended->created_at});
  send_text(frame);
}

template <class T>
void Session::run_counted(accounts::SharedUser user, Task<Result<T>> task) {
  ++posts_under_way_;
  auto done = [this, user = std::move(user),
               hold = gateway::Connection::Hold(*connection_)](Result<T> const& result) {
    --posts_under_way_;
    if (!alive()) return;
    update_reading();
    if (!result) say_error(result.error().message);
  };
  start(std::move(task), std::move(done), [this](auto const& /*thrown*/) {
    --posts_under_way_;
    if (alive()) close(CloseCode::internal, "internal error");
  });
  update_reading();
}

void Session::carry_out(Edit command) {
  if (!check_signed_in()) return;
  ReviseMessage::Input input{MessageId(command.message), std::move(command.content)};
  auto user = user_;
  run_counted(user, door_.parts().revise_message.run(*user, std::move(input)));
}

void Session::carry_out(Delete command) {
  if (!check_signed_in()) return;
  ReviseMessage::Input input{MessageId(command.message), std::nullopt};
  auto user = user_;
  run_counted(user, door_.parts().revise_message.run(*user, std::move(input)));
}

void Session::carry_out(ReactTo command) {
  if (!check_signed_in()) return;
  React::Input input{MessageId(command.message), std::move(command.emoji), command.on};
  run_counted(user_, door_.parts().react.run(user_->id, std::move(input)));
}

void Session::carry_out(Read command) {
  if (!check_signed_in()) return;
  auto& mark_read = door_.parts().mark_read;
  run_counted(user_, mark_read.run(std::move(command.room), user_->id, command.seq, id_));
}

void Session::carry_out(Type command) {
  if (place_in(command.room) == nullptr) return say_error("Not connected to this room");
  Publication publication{.channel = channel_of(command.room),
                          .seq = {},
                          .data = {},
                          .audience = Publication::Audience::extended,
                          .except = id_,
                          .fleeting = true};
  append_typing(publication.data, command.room, person_of(*user_));
  auto& fan_out = door_.parts().fan_out;
  fan_out.publish_sparsely(std::move(publication), user_->id, ports::Sparse::dropped);
}

}  // namespace switchboard::chat
