#pragma once
// One push client: who it is, and what it may ask over its socket.

#include <cstdint>
#include <string>

#include "gateway/push/door.hpp"
#include "model/subject.hpp"

namespace switchboard::push {

// What a client asked for in its auth payload.
struct Wishes {
  bool inbox = false;
  bool calls = false;
};

class Session final : public socketio::Listener {
 public:
  // `door` and `socket` must outlive it.
  Session(Door& door, socketio::Socket& socket, Subject subject, Wishes wishes);
  ~Session() override;

  // From now on it counts as connected. Answers who had to make room.
  [[nodiscard]] std::vector<Connection> enter();

  void on_connection(socketio::Socket& socket) override;
  void on_event(socketio::Event const& event) override;
  void on_detached() override;
  void on_recovered(socketio::Identity const& identity) override;

  void disconnect() { socket_.disconnect(true); }
  [[nodiscard]] Subject const& subject() const { return subject_; }
  [[nodiscard]] bool wants_calls() const { return wishes_.calls; }
  [[nodiscard]] socketio::Socket& socket() { return socket_; }

 private:
  Task<void> tell_inbox();
  Task<void> answer_since(std::uint64_t ack, Seq after);
  Task<void> mark_read(std::optional<std::uint64_t> ack, Seq seq);
  void run(Task<void> task);
  void leave();
  void plan_lapse(std::optional<Timestamp> expires_at);

  Door& door_;
  socketio::Socket& socket_;
  Subject subject_;
  runtime::Timer lapse_;
  gateway::FrameBudget frames_;
  Wishes wishes_;
  bool counted_ = false;
};

}  // namespace switchboard::push
