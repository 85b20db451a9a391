#pragma once
// Who is connected on this node, over all shards. May be used from any of them.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "model/publication.hpp"
#include "runtime/striped_table.hpp"

namespace switchboard::push {

struct Connection {
  std::size_t shard = 0;
  SessionId session;
  std::string socket_id;  // the Socket.IO `sid`
  Timestamp connected_at;

  friend bool operator==(Connection const&, Connection const&) = default;
};

// As many entries as there are sessions: CONNECTIONS_MAX bounds them.
class Connections {
 public:
  // Answers the oldest ones, when there are more than `at_once` (PUSH_CONNECTIONS_PER_USER, at
  // least 1) now: they are out of the list already, and the caller ends them.
  std::vector<Connection> enter(std::string const& subject, Connection connection,
                                std::size_t at_once);
  // False: it was out already.
  bool leave(std::string const& subject, SessionId session);

  [[nodiscard]] std::optional<Connection> newest(std::string const& subject) const;
  [[nodiscard]] std::vector<Connection> all(std::string const& subject) const;  // oldest first
  // Everybody once, whoever came first in front.
  [[nodiscard]] std::vector<std::string> subjects() const;
  // How many people, not connections.
  [[nodiscard]] std::size_t count() const { return people_.size(); }

 private:
  runtime::StripedTable<std::string, std::vector<Connection>> people_;
};

}  // namespace switchboard::push
