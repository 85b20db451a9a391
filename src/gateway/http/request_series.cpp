#include "gateway/http/request_series.hpp"

#include <algorithm>
#include <utility>

namespace switchboard::http {
namespace {

// Unknown methods share one label, lest a client make up series.
std::string_view method_label(std::string_view method) {
  constexpr std::array<std::string_view, 9> known{"GET",  "POST",    "PUT",   "DELETE", "PATCH",
                                                  "HEAD", "OPTIONS", "TRACE", "CONNECT"};
  auto const* found = std::ranges::find(known, method);
  return found == known.end() ? "OTHER" : *found;
}

std::atomic<std::uint64_t> identities = 0;

}  // namespace

struct RequestSeries::Series {
  std::string_view method;  // one of method_label's
  char const* place;        // where the pattern stood
  std::string pattern;
  int status;
  RequestTimings timings;

  [[nodiscard]] bool fits(std::string_view a_method, std::string_view a_pattern,
                          int a_status) const {
    return status == a_status && place == a_pattern.data() && method.data() == a_method.data() &&
           pattern == a_pattern;
  }
};

// Only its thread adds to it; a scrape reads it meanwhile.
struct RequestSeries::Lane {
  static constexpr std::size_t slots = 2048;
  static constexpr std::size_t series_max = slots / 2;

  std::thread::id owner = std::this_thread::get_id();
  Lane* next = nullptr;
  std::size_t count = 0;
  std::array<std::atomic<Series*>, slots> table{};
  // For what comes when the lane is full: routes times statuses stay far below its bound.
  Series rest{.method = "OTHER", .place = nullptr, .pattern = "other", .status = 0, .timings = {}};

  ~Lane() {
    for (auto& slot : table) delete slot.load();
  }

  Series& find(std::string_view method, std::string_view pattern, int status) {
    auto hash = reinterpret_cast<std::uintptr_t>(pattern.data()) >> 3;
    hash = (hash ^ reinterpret_cast<std::uintptr_t>(method.data())) * 31 +
           static_cast<std::uintptr_t>(status);
    for (auto slot = hash % slots;; slot = (slot + 1) % slots) {
      auto* series = table[slot].load(std::memory_order_relaxed);
      if (series == nullptr) return add(slot, method, pattern, status);
      if (series->fits(method, pattern, status)) return *series;
    }
  }

  Series& add(std::size_t slot, std::string_view method, std::string_view pattern, int status) {
    if (count == series_max) return rest;
    ++count;
    auto* series = new Series{.method = method,
                              // Compared, never read.
                              // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage)
                              .place = pattern.data(),
                              .pattern = std::string(pattern),
                              .status = status,
                              .timings = {}};
    table[slot].store(series, std::memory_order_release);
    return *series;
  }
};

RequestSeries::RequestSeries() : identity_(identities.fetch_add(1) + 1) {}

RequestSeries::~RequestSeries() {
  for (auto* lane = lanes_.load(); lane != nullptr;) delete std::exchange(lane, lane->next);
}

void RequestSeries::count(std::string_view method, std::string_view pattern, int status,
                          Duration took) {
  own_lane().find(method_label(method), pattern, status).timings.add(took);
}

RequestSeries::Lane& RequestSeries::own_lane() {
  thread_local std::pair<std::uint64_t, Lane*> latest{0, nullptr};
  if (latest.second == nullptr || latest.first != identity_) latest = {identity_, &find_lane()};
  return *latest.second;
}

RequestSeries::Lane& RequestSeries::find_lane() {
  auto self = std::this_thread::get_id();
  for (auto* lane = lanes_.load(std::memory_order_acquire); lane != nullptr; lane = lane->next)
    if (lane->owner == self) return *lane;
  auto lane = std::make_unique<Lane>();
  lane->next = lanes_.load(std::memory_order_relaxed);
  while (!lanes_.compare_exchange_weak(lane->next, lane.get(), std::memory_order_acq_rel)) {
  }
  return *lane.release();
}

std::map<RequestSeries::Labels, RequestSeries::Figures> RequestSeries::figures() const {
  std::map<Labels, Figures> sums;
  auto add = [&](Series const& series) {
    Labels labels{std::string(series.method), series.pattern, series.status};
    sums[std::move(labels)].add(series.timings);
  };
  for (auto* lane = lanes_.load(std::memory_order_acquire); lane != nullptr; lane = lane->next) {
    for (auto const& slot : lane->table)
      if (auto const* series = slot.load(std::memory_order_acquire)) add(*series);
    Figures rest;
    rest.add(lane->rest.timings);
    if (rest.total() > 0) add(lane->rest);
  }
  return sums;
}

}  // namespace switchboard::http
