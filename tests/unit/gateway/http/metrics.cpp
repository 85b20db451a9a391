#include "gateway/http/metrics.hpp"

#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

using namespace switchboard;
using namespace switchboard::http;
using namespace std::chrono_literals;

namespace {

struct Bench {
  SystemClock clock;
  Log log{clock, {.level = Level::error, .areas = {}, .format = Log::Format::json, .fd = -1}};
  Metrics metrics{log};

  [[nodiscard]] bool has(std::string const& line) const {
    auto text = "\n" + metrics.text();
    return text.find("\n" + line + "\n") != std::string::npos;
  }
};

std::string const pattern = "/api/users/{id}";

}  // namespace

TEST_CASE("the six documented families are there from the start, with their types") {
  Bench bench;
  CHECK(bench.has("# TYPE api_http_requests_total counter"));
  CHECK(bench.has("# TYPE api_http_request_duration_seconds histogram"));
  CHECK(bench.has("# TYPE api_db_queries_total counter"));
  CHECK(bench.has("# TYPE api_db_query_duration_seconds histogram"));
  CHECK(bench.has("# TYPE api_active_connections gauge"));
  CHECK(bench.has("# TYPE api_memory_usage_bytes gauge"));
  CHECK(bench.has("api_active_connections 0"));
}

TEST_CASE("a request is counted and timed by method, route and status") {
  Bench bench;
  bench.metrics.on_request(pattern, "GET", 200, 5ms);
  bench.metrics.on_request(pattern, "GET", 200, 6ms);
  bench.metrics.on_request(pattern, "GET", 404, 20s);
  bench.metrics.on_request(pattern, "PUT", 200, 1ms);
  auto labels = [](std::string const& method, std::string const& status) {
    return R"(method=")" + method + R"(",path="/api/users/{id}",status=")" + status + '"';
  };
  CHECK(bench.has("api_http_requests_total{" + labels("GET", "200") + "} 2"));
  CHECK(bench.has("api_http_requests_total{" + labels("GET", "404") + "} 1"));
  CHECK(bench.has("api_http_requests_total{" + labels("PUT", "200") + "} 1"));
  std::string const bucket = "api_http_request_duration_seconds_bucket{";
  CHECK(bench.has(bucket + labels("GET", "200") + R"(,le="0.005"} 1)"));
  CHECK(bench.has(bucket + labels("GET", "200") + R"(,le="0.01"} 2)"));
  CHECK(bench.has(bucket + labels("GET", "404") + R"(,le="10"} 0)"));
  CHECK(bench.has(bucket + labels("GET", "404") + R"(,le="+Inf"} 1)"));
  CHECK(bench.has("api_http_request_duration_seconds_count{" + labels("GET", "200") + "} 2"));
  CHECK(bench.has("api_http_request_duration_seconds_sum{" + labels("GET", "404") + "} 20"));
}

TEST_CASE("the buckets of requests are the documented ones") {
  Bench bench;
  bench.metrics.on_request(pattern, "GET", 200, 1ms);
  auto text = bench.metrics.text();
  std::size_t at = 0;
  for (auto const* bound :
       {"0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "+Inf"}) {
    at = text.find(std::string("le=\"") + bound + "\"", at);
    INFO(bound);
    CHECK(at != std::string::npos);
  }
}

TEST_CASE("a route is one series, wherever its text stands and whichever thread counts") {
  Bench bench;
  constexpr int each = 1000;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      auto own = pattern;
      for (int k = 0; k < each; ++k) bench.metrics.on_request(own, "GET", 200, 1ms);
    });
  for (int k = 0; k < 10; ++k) static_cast<void>(bench.metrics.text());
  threads.clear();
  CHECK(bench.has(
      R"(api_http_requests_total{method="GET",path="/api/users/{id}",status="200"} 4000)"));
}

TEST_CASE("a pattern that gives way to another in the same place is not mistaken for it") {
  Bench bench;
  std::string place = "/one";
  bench.metrics.on_request(place, "GET", 200, 1ms);
  place.replace(1, 3, "two");
  bench.metrics.on_request(place, "GET", 200, 1ms);
  CHECK(bench.has(R"(api_http_requests_total{method="GET",path="/one",status="200"} 1)"));
  CHECK(bench.has(R"(api_http_requests_total{method="GET",path="/two",status="200"} 1)"));
}

TEST_CASE("methods that a client makes up share one series") {
  Bench bench;
  for (auto const* method : {"BREW", "get", "X", ""})
    bench.metrics.on_request(pattern, method, 501, 1ms);
  CHECK(bench.has(
      R"(api_http_requests_total{method="OTHER",path="/api/users/{id}",status="501"} 4)"));
}

TEST_CASE("more routes than a lane holds are counted together and harm nothing") {
  Bench bench;
  for (int status = 0; status < 5000; ++status)
    bench.metrics.on_request(pattern, "GET", status, 1ms);
  CHECK(bench.has(R"(api_http_requests_total{method="OTHER",path="other",status="0"} 3976)"));
}

TEST_CASE("two sets of metrics keep to themselves on one thread") {
  Bench one;
  Bench other;
  for (int i = 0; i < 3; ++i) {
    one.metrics.on_request(pattern, "GET", 200, 1ms);
    other.metrics.on_request(pattern, "GET", 201, 1ms);
  }
  CHECK(one.has(R"(api_http_requests_total{method="GET",path="/api/users/{id}",status="200"} 3)"));
  CHECK(one.metrics.text().find(R"(status="201")") == std::string::npos);
}

TEST_CASE("queries are counted by operation and table, and commits by their size") {
  using ports::StoreOperation;
  using ports::StoreTable;
  Bench bench;
  bench.metrics.on_queries({StoreOperation::select, StoreTable::user}, 1, 2ms);
  bench.metrics.on_queries({StoreOperation::insert, StoreTable::message}, 3, 4ms);
  bench.metrics.on_queries({StoreOperation::insert, StoreTable::message}, 600, 4ms);
  bench.metrics.on_queries({StoreOperation::insert, StoreTable::message}, 0, 4ms);
  CHECK(bench.has(R"(api_db_queries_total{operation="select",table="users"} 1)"));
  CHECK(bench.has(R"(api_db_queries_total{operation="insert",table="chat_messages"} 603)"));
  std::string const bucket = "api_db_query_duration_seconds_bucket";
  CHECK(bench.has(bucket + R"({operation="select",table="users",le="0.001"} 0)"));
  CHECK(bench.has(bucket + R"({operation="select",table="users",le="0.0025"} 1)"));
  CHECK(bench.has(bucket + R"({operation="select",table="users",le="2.5"} 1)"));
  CHECK(bench.has(R"(switchboard_commit_messages_bucket{le="2"} 0)"));
  CHECK(bench.has(R"(switchboard_commit_messages_bucket{le="4"} 1)"));
  CHECK(bench.has(R"(switchboard_commit_messages_bucket{le="512"} 1)"));
  CHECK(bench.has("switchboard_commit_messages_count 2"));
  CHECK(bench.has("switchboard_commit_messages_sum 603"));
}

TEST_CASE("connections and sessions go up and down") {
  Bench bench;
  bench.metrics.connection_opened();
  bench.metrics.connection_opened();
  bench.metrics.connection_closed();
  bench.metrics.on_session_opened(Entrance::push);
  bench.metrics.on_session_opened(Entrance::chat);
  bench.metrics.on_session_closed(Entrance::chat);
  bench.metrics.on_recovery(true);
  bench.metrics.on_recovery(false);
  bench.metrics.on_slow_consumer();
  CHECK(bench.has("api_active_connections 1"));
  CHECK(bench.has("switchboard_connections_accepted_total 2"));
  CHECK(bench.has(R"(switchboard_sessions{door="push"} 1)"));
  CHECK(bench.has(R"(switchboard_sessions{door="chat"} 0)"));
  CHECK(bench.has(R"(switchboard_recoveries_total{recovered="true"} 1)"));
  CHECK(bench.has(R"(switchboard_recoveries_total{recovered="false"} 1)"));
  CHECK(bench.has("switchboard_slow_consumers_total 1"));
}

TEST_CASE("a store that fails is seen, and so is its recovery") {
  Bench bench;
  CHECK(bench.has("switchboard_store_available 1"));
  bench.metrics.on_unavailable("disk full");
  CHECK(bench.has("switchboard_store_available 0"));
  bench.metrics.on_available();
  CHECK(bench.has("switchboard_store_available 1"));
}

TEST_CASE("figures that others keep are read at each scrape and added up by name") {
  Bench bench;
  int one = 1;
  bench.metrics.watch_counter("switchboard_deliveries_total", "Sent.", [&] { return one; });
  bench.metrics.watch_counter("switchboard_deliveries_total", "Sent.", [] { return 10; });
  bench.metrics.watch_gauge("switchboard_hashes_queued", "Waiting.", [] { return 2.5; });
  CHECK(bench.has("switchboard_deliveries_total 11"));
  one = 5;
  CHECK(bench.has("switchboard_deliveries_total 15"));
  CHECK(bench.has("# TYPE switchboard_deliveries_total counter"));
  CHECK(bench.has("switchboard_hashes_queued 2.5"));
}

TEST_CASE("the process is measured") {
  Bench bench;
  auto text = bench.metrics.text();
  auto value = [&](std::string const& name) {
    return std::stod(text.substr(text.find("\n" + name + " ") + name.size() + 2));
  };
  CHECK(value("api_memory_usage_bytes") > 1e6);
  CHECK(value("process_open_fds") >= 1);
  CHECK(value("process_max_fds") >= value("process_open_fds"));
}
