#pragma once
// Connection state recovery: a socket that was cut off stays where it was, with its rooms, its tape
// and the answers that it awaits, and goes on when its client comes back, on whatever shard.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gateway/socketio/namespace.hpp"
#include "protocol/socketio/assembler.hpp"

namespace switchboard::socketio {

class Server;
class Socket;

// What a CONNECT says of the connection before: `{"pid":…,"offset":…}` among the rest.
struct Return {
  std::string pid;
  std::uint64_t heard = 0;  // 0: nothing yet
};
// nullopt: it says nothing of the kind.
[[nodiscard]] std::optional<Return> read_return(std::string_view auth);

// The conversation that a socket of another shard speaks through, and which one since its start.
struct RemoteLink {
  Server* server = nullptr;
  std::string sid;  // of the Engine.IO session
};

// The recoverable sockets of one shard. Packets of theirs come in from any shard.
class Recovery {
 public:
  static constexpr std::size_t sockets_max = 20'000;
  static constexpr std::size_t away_each_max = 10;  // of one owner; one more ends the oldest

  explicit Recovery(Server& server) : server_(server) {}
  Recovery(Recovery const&) = delete;

  // Its private id; empty: there are too many.
  [[nodiscard]] std::string enlist(std::shared_ptr<Socket> socket);
  // It is gone for good.
  void strike(std::string const& pid);
  // Its client is away; it has come back, or nobody waits for it any more.
  void on_away(std::string const& owner, std::string const& pid);
  void on_back(std::string const& owner, std::string const& pid);
  [[nodiscard]] std::size_t& tape_bytes() { return tape_bytes_; }

  // Frees it of its old link. 0: it cannot go on; otherwise what later calls must name, for an
  // older link has nothing to say any more.
  [[nodiscard]] std::uint64_t attach(Return const& back, std::string_view name_space,
                                     Identity const& identity);
  // Goes on through `link`: the client is told, then what it missed. Only when packets of the
  // client find their way here, for it may answer at once. A link that came too late is closed.
  void begin(Return const& back, std::uint64_t attached, Identity const& identity,
             RemoteLink const& link);
  void detach(std::string const& pid, std::uint64_t attached, std::string_view reason);
  void deliver(std::string const& pid, std::uint64_t attached, Message const& message);

 private:
  [[nodiscard]] std::shared_ptr<Socket> find(std::string const& pid, std::uint64_t attached);

  Server& server_;
  std::size_t tape_bytes_ = 0;
  std::unordered_map<std::string, std::shared_ptr<Socket>> sockets_;
  std::unordered_map<std::string, std::vector<std::string>> away_;  // owner → ids, oldest first
};

}  // namespace switchboard::socketio
