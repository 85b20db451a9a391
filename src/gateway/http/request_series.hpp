#pragma once
// Counts and times requests by (method, route, status). Each thread writes into a lane of its own,
// so that counting costs a few nanoseconds and shards do not disturb each other; a scrape adds the
// lanes up.

#include <array>
#include <atomic>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>

#include "gateway/http/timings.hpp"

namespace switchboard::http {

class RequestSeries {
 public:
  struct Labels {
    std::string method;
    std::string path;
    int status;
    friend auto operator<=>(Labels const&, Labels const&) = default;
  };
  using Figures = RequestTimings::Figures;

  RequestSeries();
  ~RequestSeries();
  RequestSeries(RequestSeries const&) = delete;

  // `pattern` is a route's, found faster when it stands where it stood before. From any thread.
  void count(std::string_view method, std::string_view pattern, int status, Duration took);

  [[nodiscard]] std::map<Labels, Figures> figures() const;

 private:
  struct Series;
  struct Lane;
  Lane& own_lane();
  Lane& find_lane();

  // A thread's lane outlives the thread: what it counted still counts.
  std::atomic<Lane*> lanes_ = nullptr;
  std::uint64_t identity_;  // tells this object from another that stood in the same place
};

}  // namespace switchboard::http
