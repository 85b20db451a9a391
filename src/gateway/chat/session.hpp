#pragma once
// One chat socket: who it is, which rooms it is in, and its commands. Commands that wait (sign in,
// join) are carried out one after the other; messages and what is done to them are not waited for,
// so that many of one socket share a commit.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/chat/door.hpp"
#include "gateway/websocket/session.hpp"
#include "protocol/chat/command.hpp"
#include "protocol/chat/frames.hpp"

namespace switchboard::chat {

class Session final : public websocket::Session {
 public:
  Session(Door& door, std::optional<websocket::DeflateAgreement> deflate);

  // A token in the URL was good: `authenticated` is the first thing said.
  void sign_in_at_start(Caller caller);
  // The account changed, or who is signed in to it.
  void look_again();
  // False: it did not opt in.
  bool tell_extended(std::string const* frame);
  // The person may be in a room from now on, or may no longer.
  void let_in(RoomId const& room);
  void put_out(RoomId const& room);

  void on_start() override;

 private:
  struct Place {
    RoomId room;
    std::unique_ptr<delivery::Subscription> subscription;
    bool extended;  // the subscription's encoding
  };
  // What a room looked like when the session came in.
  struct Arrival {
    StreamPosition head;
    Seq seen;  // the last message that need not be sent
    delivery::PresenceDiff present;
    std::string own_notice;  // empty: the person was there already
  };

  void on_text(std::string_view text) override;
  void on_binary(std::string_view bytes) override;
  void on_end() override;
  void each_subscription(void (*visit)(delivery::Subscription&)) override;
  [[nodiscard]] std::optional<Instant> deadline() const override { return expires_; }
  void on_deadline() override;
  void on_ready() override;

  void carry_out(Authorize command);
  void carry_out(Connect command);
  void carry_out(Post command);
  void carry_out(Disconnect command);
  void carry_out(Reauthorize command);
  void carry_out(Edit command);
  void carry_out(Delete command);
  void carry_out(ReactTo command);
  void carry_out(Read command);
  void carry_out(Type command);

  Task<void> sign_in(std::string token);
  Task<void> look_at_account();
  Task<void> join(Connect command);
  Task<void> enter(Connect command);
  [[nodiscard]] bool check_entry(Result<Room> const& room);
  [[nodiscard]] bool stays_as_it_is(Connect const& command, StreamPosition const& head);
  Task<void> settle(Connect command, delivery::Subscription& fresh, Arrival arrival);
  Task<std::optional<Seq>> send_missed(RoomId room, Seq after);
  void send_item(RoomItem const& item);
  void welcome(Connect const& command, StreamPosition const& head, bool recovered);

  // False: it is told so, and closed.
  [[nodiscard]] bool check_signed_in();
  // Counts as a post that is under way; `user` and what the task refers to stay as long as it runs.
  template <class T>
  void run_counted(accounts::SharedUser user, Task<Result<T>> task);
  void run_alone(Task<void> task);
  void run_beside(Task<void> task);
  void update_reading();
  [[nodiscard]] bool owes_reading() const;
  void on_posted(std::optional<std::string> const& client_message_id,
                 Result<ports::Appended> const& appended);

  void adopt(Caller const& caller);
  void say_error(std::string_view sentence,
                 std::optional<std::string> const& client_message_id = std::nullopt);
  void announce_leaving(RoomId const& room);
  void leave_others(RoomId const& room);
  void leave(RoomId const& room);
  [[nodiscard]] Place* place_in(RoomId const& room);
  [[nodiscard]] bool alive() const { return connection_->open() && !closing(); }
  [[nodiscard]] bool take_frame();
  [[nodiscard]] runtime::Loop& loop() const { return door_.parts().edge.loop; }

  Door& door_;
  SessionId id_;
  accounts::SharedUser user_;  // null: not signed in
  std::optional<SignInId> sign_in_;
  std::optional<Instant> expires_;
  std::vector<Place> places_;
  std::optional<RoomId> joining_;  // reset when the person is put out meanwhile
  gateway::FrameBudget frames_;
  std::uint16_t posts_under_way_ = 0;
  bool alone_ = false;
  bool posts_full_ = false;
  bool extended_ = false;
};

}  // namespace switchboard::chat
