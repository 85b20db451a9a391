#pragma once
// What operators watch. Counting costs a few nanoseconds and takes no lock; text is made when it is
// asked for. One of a node, used from any thread, and outlives all who count.

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/log.hpp"
#include "gateway/edge/session_observer.hpp"
#include "gateway/http/request_observer.hpp"
#include "gateway/http/request_series.hpp"
#include "gateway/http/timings.hpp"
#include "ports/store_observer.hpp"

namespace switchboard::http {

using gateway::Entrance;
using gateway::entrances;
[[nodiscard]] std::string_view name_of(Entrance entrance);

class Metrics final : public RequestObserver,
                      public ports::StoreObserver,
                      public gateway::SessionObserver,
                      public gateway::ConnectionObserver {
 public:
  // `log` is told when the store fails and recovers.
  explicit Metrics(Log& log) : log_(log) {}
  Metrics(Metrics const&) = delete;

  void on_request(std::string_view pattern, std::string_view method, int status,
                  Duration took) override {
    requests_.count(method, pattern, status, took);
  }

  void on_queries(ports::StoreQuery query, std::size_t count, Duration took) override;
  void on_unavailable(std::string_view why) override;
  void on_available() override;

  void on_session_opened(Entrance entrance) override { ++sessions_of(entrance); }
  void on_session_closed(Entrance entrance) override { --sessions_of(entrance); }
  void on_recovery(bool recovered) override { ++(recovered ? recoveries_ : lost_positions_); }
  void on_slow_consumer() override { ++slow_consumers_; }

  void connection_opened() override {
    ++connections_;
    ++connections_accepted_;
  }
  void connection_closed() override { --connections_; }
  void connection_refused() override { ++connections_refused_; }

  // A figure that somebody else keeps, read at each scrape and so from any shard's thread; several
  // of one name are added up. At start-up only: there is no lock. `name` as Prometheus wants it
  // (`switchboard_deliveries_total`).
  using Read = std::move_only_function<double() const>;
  void watch_counter(std::string name, std::string sentence, Read read);
  void watch_gauge(std::string name, std::string sentence, Read read);

  // The Prometheus text format 0.0.4.
  [[nodiscard]] std::string text() const;

 private:
  friend class MetricsText;
  struct Watched {
    std::string name;
    std::string sentence;
    bool counter;
    Read read;
  };

  std::atomic<std::int64_t>& sessions_of(Entrance entrance) {
    return sessions_[static_cast<std::size_t>(entrance)];
  }

  static constexpr std::size_t commit_buckets = 11;  // up to 1, 2, 4, … 512, and beyond

  Log& log_;
  RequestSeries requests_;
  std::array<QueryTimings, ports::store_operations * ports::store_tables> queries_;
  std::array<std::atomic<std::uint64_t>, commit_buckets> commits_{};
  std::atomic<std::uint64_t> committed_messages_ = 0;
  std::atomic<bool> store_available_ = true;
  std::atomic<std::uint64_t> recoveries_ = 0;
  std::atomic<std::uint64_t> lost_positions_ = 0;
  std::atomic<std::uint64_t> slow_consumers_ = 0;
  std::atomic<std::int64_t> connections_ = 0;
  std::atomic<std::uint64_t> connections_accepted_ = 0;
  std::atomic<std::uint64_t> connections_refused_ = 0;
  std::array<std::atomic<std::int64_t>, entrances> sessions_{};
  std::vector<Watched> watched_;
};

}  // namespace switchboard::http
