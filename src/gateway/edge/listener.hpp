#pragma once
// Lets clients in: accepts on one shard, deals connections out to all in turn, and counts seats.

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/log.hpp"
#include "gateway/edge/connection.hpp"
#include "gateway/edge/edge.hpp"
#include "gateway/edge/session_observer.hpp"
#include "gateway/edge/tls.hpp"
#include "runtime/shards.hpp"

namespace switchboard::gateway {

// Who may be inside, over all doors of a node. Belongs to the shard that accepts.
class Seats {
 public:
  Seats(std::size_t all_max, std::size_t each_address_max)
      : all_max_(all_max), each_address_max_(each_address_max) {}

  enum class Answer : std::uint8_t { taken, full, address_full };
  [[nodiscard]] Answer take(std::string const& address);
  void give_back(std::string const& address);
  [[nodiscard]] std::size_t taken() const { return taken_; }

 private:
  std::size_t all_max_;
  std::size_t each_address_max_;  // 0: no limit
  std::size_t taken_ = 0;
  std::unordered_map<std::string, std::size_t> by_address_;
};

class Listener final : runtime::Watcher {
 public:
  // Makes what speaks first over a new connection on a shard.
  using Greeter = std::function<std::unique_ptr<Protocol>(std::size_t shard)>;

  struct Options {
    runtime::Fd socket;
    TlsCredentials* tls = nullptr;  // null: plain
    Greeter greeter;
    ConnectionObserver* observer = nullptr;
  };

  // All must outlive the listener, which accepts on the first shard.
  Listener(runtime::Shards& shards, std::vector<std::unique_ptr<Edge>>& edges, Seats& seats,
           Options options);
  ~Listener() override;
  Listener(Listener const&) = delete;

  void open();   // on the first shard
  void close();  // on the first shard; nobody new comes in
  [[nodiscard]] runtime::Address address() const {
    return runtime::local_address(options_.socket.get());
  }

 private:
  void on_events(std::uint32_t epoll_events) override;
  void admit(runtime::Accepted accepted);
  void refuse(runtime::Accepted const& accepted, Seats::Answer why);

  runtime::Shards& shards_;
  std::vector<std::unique_ptr<Edge>>& edges_;
  Seats& seats_;
  Options options_;
  runtime::Timer rest_;
  std::size_t next_shard_ = 0;
  bool open_ = false;
};

}  // namespace switchboard::gateway
