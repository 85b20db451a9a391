#pragma once
// One Spark socket: whose it is, its mailbox, and its commands, one after the other.

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gateway/spark/door.hpp"
#include "gateway/websocket/session.hpp"
#include "protocol/spark/command.hpp"
#include "protocol/spark/frames.hpp"

namespace switchboard::spark {

// E-mail addresses, without regard to ASCII case.
[[nodiscard]] bool same_address(std::string_view left, std::string_view right);

class Session final : public websocket::Session {
 public:
  Session(Door& door, std::optional<websocket::DeflateAgreement> deflate);

  // The account changed, or who is signed in to it.
  void look_again();
  void let_in(RoomId const& room);

 private:
  // A direct room that it listens to.
  struct Place {
    UserId peer;  // oneself in a room of one
    Seq seen;     // the last message that was sent, or that it knows of
    std::unique_ptr<Ear> ear;
  };
  // A message that is stored, and whose way to others is still to be told.
  struct Pending {
    RoomId room;
    Seq seq;
    std::int64_t message_id = 0;
    bool sent = false;
  };
  struct Receipt {
    RoomId room;
    Seq seq;
    UserId reader;
  };

  void on_text(std::string_view text) override;
  void on_binary(std::string_view bytes) override;
  void on_end() override;
  void each_subscription(void (*visit)(delivery::Subscription&)) override;
  [[nodiscard]] std::optional<Instant> deadline() const override { return expires_; }
  void on_deadline() override;

  void carry_out(Ignored command);
  void carry_out(Ping command);
  void carry_out(Bind command);
  void carry_out(LookUp command);
  void carry_out(Say command);

  Task<void> bind(Bind command);
  Task<void> look_up(std::string email);
  Task<void> say(Say command);
  Task<void> look_at_account();

  // False: the token is not good.
  Task<bool> sign_in(std::optional<std::string> token);
  Task<void> enter();
  Task<void> preload();
  Task<Result<RoomId>> room_for(Say const& command);
  [[nodiscard]] std::optional<std::string_view> fault_of(Say const& command) const;
  void on_stored(Say const& command, RoomId const& room, ports::Appended const& appended);

  void add_place(RoomView const& view, Seq seen);
  Task<void> listen(RoomId room);
  void on_room_heard(RoomId const& room);
  Task<void> catch_up();
  Task<bool> send_news(RoomId room);
  Task<void> pass_on(RoomId const& room, Message const& message);
  void on_receipts(std::string_view lines);
  void take(Receipt const& receipt);

  void run_alone(Task<void> task);
  void run_beside(Task<void> task);
  [[nodiscard]] bool alive() const { return connection_->open() && !closing(); }
  [[nodiscard]] runtime::Loop& loop() const { return door_.parts().edge.loop; }
  [[nodiscard]] std::unique_ptr<Ear> ear_for(ChannelName channel, Ear::OnHeard on_heard);

  Door& door_;
  SessionId id_;
  accounts::SharedUser user_;  // null: nobody yet
  std::optional<SignInId> sign_in_;
  std::optional<Instant> expires_;
  std::map<RoomId, Place> places_;
  std::set<RoomId> dirty_;  // where there may be news
  ItemIds ids_;
  std::set<std::string> own_;  // what this socket says itself, until it comes round
  std::deque<Pending> pending_;
  std::vector<Receipt> early_;  // for what is being stored just now
  std::unique_ptr<Ear> receipts_;
  std::unique_ptr<delivery::Subscription> presence_;
  gateway::FrameBudget frames_;
  bool ready_ = false;     // the preload is over
  bool catching_ = false;  // news are being read
  bool saying_ = false;
};

}  // namespace switchboard::spark
