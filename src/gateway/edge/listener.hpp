#pragma once
// Lets clients in: accepts on one shard and deals connections out to all in turn.

#include <functional>
#include <memory>
#include <vector>

#include "gateway/edge/connection.hpp"
#include "gateway/edge/edge.hpp"
#include "gateway/edge/seats.hpp"
#include "gateway/edge/tls.hpp"
#include "runtime/shards.hpp"
#include "runtime/socket.hpp"

namespace switchboard::gateway {

class Listener final : runtime::Watcher {
 public:
  // Makes what speaks first over a new connection on a shard.
  using Greeter = std::function<std::unique_ptr<Protocol>(std::size_t shard)>;

  struct Options {
    runtime::Fd socket;
    TlsCredentials* tls = nullptr;  // null: plain
    Greeter greeter;
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
  void admit(runtime::Fd fd, Seat seat);
  void refuse(runtime::Fd const& fd, Seats::Full why);

  runtime::Shards& shards_;
  std::vector<std::unique_ptr<Edge>>& edges_;
  Seats& seats_;
  Options options_;
  runtime::Timer rest_;
  std::size_t next_shard_ = 0;
  bool open_ = false;
};

}  // namespace switchboard::gateway
