#pragma once
// Requests at a steady rate, whatever the server does: each latency counts from the moment at
// which its request was due, so a stall is seen by everyone who would have waited in it.

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "load/asker.hpp"
#include "load/options.hpp"
#include "load/readiness.hpp"

namespace switchboard::load {

// Requests of one kind, over a few connections.
struct Stream {
  std::string name;
  std::int64_t interval_ns = 0;
  std::int64_t next_due_ns = 0;
  std::vector<std::size_t> idle;  // connections
  std::deque<std::int64_t> waiting;
  std::vector<std::int64_t> latencies_ns;
  std::map<int, std::int64_t> statuses;
};

class Paced {
 public:
  // GET and chat messages at `options.rate_per_second` each, logins at `options.logins_per_second`.
  explicit Paced(Options const& options);
  void run();
  std::string result() const;  // JSON members, each with a leading comma

 private:
  using MakeAsker = AskerPtr (*)(Options const&, std::size_t);
  struct Lane {
    MakeAsker make;
    AskerPtr asker;
    std::size_t stream = 0;
    std::int64_t due_ns = 0;  // of the question that is not answered; 0: none
  };

  void add_stream(std::string name, double rate, MakeAsker make);
  void connect(std::size_t lane);
  void reconnect(std::size_t lane);
  void count_answer(std::size_t lane, int status);
  void call_due(std::int64_t now_ns, bool more);
  void ask(Stream& stream);
  void receive(std::size_t lane);
  bool busy() const;

  Options options_;
  std::vector<Stream> streams_;
  std::vector<Lane> lanes_;
  Readiness readiness_;
  std::array<char, 65'536> buffer_;
  std::vector<int> statuses_;
};

}  // namespace switchboard::load
