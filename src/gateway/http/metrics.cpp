#include "gateway/http/metrics.hpp"

#include <algorithm>
#include <bit>

namespace switchboard::http {

std::string_view name_of(Entrance entrance) {
  constexpr std::array<std::string_view, entrances> names{"chat", "push", "spark", "calls"};
  return names[static_cast<std::size_t>(entrance)];
}

void Metrics::on_queries(ports::StoreQuery query, std::size_t count, Duration took) {
  if (count == 0) return;
  auto operation = static_cast<std::size_t>(query.operation);
  auto table = static_cast<std::size_t>(query.table);
  queries_[operation * ports::store_tables + table].add(took, count);
  if (query.operation != ports::StoreOperation::insert || query.table != ports::StoreTable::message)
    return;
  auto bucket = static_cast<std::size_t>(std::bit_width(count - 1));  // 1, 2, 3–4, 5–8, …
  ++commits_[std::min(bucket, commit_buckets - 1)];
  committed_messages_ += count;
}

void Metrics::on_unavailable(std::string_view why) {
  store_available_ = false;
  log_.error("store", "cannot write", {{"reason", why}});
}

void Metrics::on_available() {
  store_available_ = true;
  log_.info("store", "writes again");
}

void Metrics::watch_counter(std::string name, std::string sentence, Read read) {
  watched_.push_back({std::move(name), std::move(sentence), true, std::move(read)});
}

void Metrics::watch_gauge(std::string name, std::string sentence, Read read) {
  watched_.push_back({std::move(name), std::move(sentence), false, std::move(read)});
}

}  // namespace switchboard::http
