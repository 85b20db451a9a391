#pragma once
// The composition root: built top to bottom, destroyed bottom to top, so that nobody outlives what
// it stands on.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/jwks/key_set.hpp"
#include "adapters/sqlite/store.hpp"
#include "app/settings.hpp"
#include "app/shard.hpp"
#include "base/log.hpp"
#include "features/accounts/accounts.hpp"
#include "features/chat/room_changes.hpp"
#include "features/chat/search_indexing.hpp"
#include "features/delivery/attendance.hpp"
#include "features/delivery/fan_out.hpp"
#include "features/push/inbox_sweep.hpp"
#include "gateway/edge/listener.hpp"
#include "gateway/edge/tls.hpp"
#include "gateway/http/health.hpp"
#include "gateway/http/metrics.hpp"
#include "runtime/blocking_pool.hpp"
#include "runtime/shards.hpp"

namespace switchboard::app {

class Server {
 public:
  struct Options {
    bool threads = true;  // false: everything waits for pump(), for scenario tests
  };

  // `settings` are checked and have their secrets; all must outlive the server. Throws with a
  // sentence for the person who starts it.
  Server(Settings const& settings, Clock const& clock, Log& log, Options options);
  ~Server();
  Server(Server const&) = delete;

  // Opens the doors; one line for each, as settings.md words them.
  [[nodiscard]] std::vector<std::string> open();
  void start();
  // SIGHUP: certificates are read again.
  void reload();
  // First the door, then the guests, then the disk; returns when all are gone or the time is over.
  void drain(Duration patience);

  // Without threads: one step of everything; true if anything happened.
  bool pump();
  // Without threads: a client at the other end of a socket pair.
  [[nodiscard]] runtime::Fd connect();

  [[nodiscard]] sqlite::Store& store() { return store_; }

 private:
  void make_first_admin();
  void add_listener(std::string const& name, std::string const& scheme, std::string const& path,
                    std::uint16_t port, http::Door ShardParts::* door);
  void watch_figures();

  Settings const& settings_;
  Clock const& clock_;
  Log& log_;
  Options options_;
  http::Metrics metrics_;
  http::Health health_;
  runtime::Shards shards_;
  sqlite::Store store_;
  runtime::BlockingPool hashing_;
  std::optional<jwks::KeySet> issuer_;
  accounts::SharedAccounts accounts_;
  delivery::FanOut fan_out_;
  chat::RoomChanges room_changes_;
  chat::SearchIndexing search_indexing_;
  delivery::Attendance attendance_;
  spark::KeepAlive keep_alive_;
  push::Connections connections_;
  push::Sessions push_sessions_;
  push::InboxSweep inbox_sweep_;
  CallParts calls_;
  NodeParts node_;
  std::vector<std::unique_ptr<gateway::Edge>> edges_;
  std::vector<std::unique_ptr<ShardParts>> parts_;
  std::shared_ptr<gateway::TlsCredentials> tls_;
  gateway::Seats seats_;
  std::vector<std::unique_ptr<gateway::Listener>> listeners_;
  std::vector<std::string> lines_;
};

}  // namespace switchboard::app
