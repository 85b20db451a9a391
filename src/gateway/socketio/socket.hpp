#pragma once
// One client's connection to one namespace: what can be said to it, and what it listens to.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "features/delivery/room_log.hpp"
#include "gateway/socketio/namespace.hpp"
#include "gateway/socketio/recovery.hpp"
#include "gateway/socketio/tape.hpp"
#include "model/publication.hpp"
#include "protocol/socketio/assembler.hpp"
#include "runtime/loop.hpp"

namespace switchboard::socketio {

class Client;
class Server;
class Handshake;

class Socket : public std::enable_shared_from_this<Socket> {
 public:
  static constexpr std::size_t acks_max = 1000;  // that are awaited; more fail at once

  // An answer's arguments, or why there is none: unavailable (it left, or too many are awaited) or
  // rate_limited… as Errc says.
  struct Answer {
    std::span<std::string_view const> arguments;
    std::span<std::string const> attachments;
  };
  using OnAnswer = std::move_only_function<void(Result<Answer> const&)>;
  using Attachments = std::span<std::string const>;

  // `client` must outlive it, unless it is recoverable; `name_space` in any case.
  Socket(Client& client, std::string const& name_space);
  Socket(Socket const&) = delete;
  ~Socket();

  [[nodiscard]] std::string const& id() const { return id_; }
  [[nodiscard]] std::string const& name_space() const { return name_space_; }
  [[nodiscard]] SessionId session() const { return session_; }
  [[nodiscard]] bool connected() const { return state_ == State::connected; }
  [[nodiscard]] Handshake const& handshake() const;
  [[nodiscard]] runtime::Loop& loop() const;

  // `array`: the JSON array of name and arguments, with a placeholder for each attachment.
  void emit(std::string_view array, Attachments attachments = {});
  // Only if nothing waits before it: for what is worth nothing when it comes late.
  void emit_volatile(std::string_view array);
  // Calls back once: with the answer, or when `patience` is over (position_lost), or when the
  // socket is gone (unavailable).
  void emit_with_ack(std::string_view array, Attachments attachments, Duration patience,
                     OnAnswer on_answer);
  // Answers the event that bore `ack`. `array`: the arguments.
  void answer(std::uint64_t ack, std::string_view array, Attachments attachments = {});
  // `close`: ends the session too, with all its namespaces.
  void disconnect(bool close);

  // Hears what is published there from now on; until it is connected it only gathers.
  void join(ChannelName const& channel);
  void leave(ChannelName const& channel);

  // For its namespace, before it is let in: it may be cut off and come back.
  void make_recoverable(std::string owner);

  // For the client and the recovery.
  [[nodiscard]] std::uint64_t attach(std::uint64_t heard, Identity const& identity);
  [[nodiscard]] bool begin(std::uint64_t attached, std::uint64_t heard, Identity const& identity,
                           RemoteLink link);
  void detach(std::string_view reason);
  [[nodiscard]] std::uint64_t attached() const;  // 0: its client is away
  [[nodiscard]] bool recoverable() const { return recoverable_ != nullptr; }
  void leave_for_good(std::string_view reason);
  static void shut(Client* client, RemoteLink const& remote);
  void start(std::unique_ptr<Listener> listener);
  void take(Message const& message);
  void end(std::string_view reason);
  void resubscribe();
  void each_subscription(void (*visit)(delivery::Subscription&));

 private:
  enum class State : std::uint8_t { connecting, connected, gone };
  struct Place {
    ChannelName channel;
    std::unique_ptr<delivery::Subscription> subscription;
    bool live = false;
  };
  struct Pending {
    std::uint64_t id;
    OnAnswer on_answer;
    Instant until;
  };

  class Recoverable;

  void send_event(std::string_view array, Attachments attachments,
                  std::optional<std::uint64_t> ack);
  void transmit(std::string packet, Attachments attachments);
  void replay(std::uint64_t heard);
  void welcome();
  void forget_on_tape(std::uint64_t ack);
  [[nodiscard]] std::string with_last_offset(std::string_view array) const;
  [[nodiscard]] delivery::Outlet& ear();
  [[nodiscard]] RemoteLink remote_link() const;
  void close_link() { shut(client_, remote_link()); }
  void send(PacketType type, std::optional<std::uint64_t> id, std::string_view array,
            Attachments attachments);
  void take_answer(Message const& message);
  void on_timer();
  void plan_timer();
  void fail_pending();
  void go_live();
  [[nodiscard]] std::unique_ptr<delivery::Subscription> subscribe(ChannelName const& channel);

  Server& server_;
  Client* client_;  // null: it is away, or speaks through another shard
  std::shared_ptr<Handshake const> handshake_;
  std::unique_ptr<Recoverable> recoverable_;
  std::string const& name_space_;
  std::string id_;
  SessionId session_;
  std::unique_ptr<Listener> listener_;
  std::vector<Place> places_;
  std::vector<Pending> pending_;  // answers
  std::uint64_t next_ack_ = 0;
  runtime::Timer timer_;
  State state_ = State::connecting;
};

}  // namespace switchboard::socketio
