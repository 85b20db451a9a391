#include "gateway/http/operations_endpoints.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>

using namespace switchboard;
using namespace switchboard::http;

namespace {

struct Bench {
  SystemClock clock;
  Log log{clock, {.level = Level::error, .areas = {}, .format = Log::Format::json, .fd = -1}};
  runtime::Loop loop{clock};
  Health health{clock, "1.2.3"};
  Metrics metrics{log};
  Readiness readiness{loop, {}};

  std::optional<Result<Response>> ask(std::string const& path, std::string const& token = "",
                                      std::string const& authorization = "") {
    OperationsEndpoints endpoints({health, metrics, readiness, token});
    Request request;
    if (!authorization.empty()) {
      request.head.header_store[0] = {"Authorization", authorization};
      request.head.header_count = 1;
    }
    std::optional<Result<Response>> answer;
    for (auto& route : endpoints.routes()) {
      CHECK(route.permission == Permission::open);
      if (route.pattern != path) continue;
      start(
          route.handler(request), [&](Result<Response> response) { answer = std::move(response); },
          [](auto) { FAIL("threw"); });
    }
    return answer;
  }
};

std::string header(Response const& response, std::string const& name) {
  for (auto const& [key, value] : response.headers)
    if (key == name) return value;
  return "";
}

}  // namespace

TEST_CASE("each of the four answers in its own form") {
  Bench bench;
  auto alive = bench.ask("/livez");
  CHECK((*alive)->body == "ok");
  auto health = bench.ask("/health");
  CHECK(header(**health, "Content-Type") == "application/json");
  CHECK((*health)->body.starts_with(R"({"status":"up","version":"1.2.3",)"));
  auto ready = bench.ask("/readyz");
  CHECK((*ready)->status == 200);
  CHECK((*ready)->body == R"({"status":"ready","checks":{}})");
  auto metrics = bench.ask("/metrics");
  CHECK(header(**metrics, "Content-Type") == "text/plain; version=0.0.4");
  CHECK((*metrics)->body.find("# TYPE api_active_connections gauge\n") != std::string::npos);
}

TEST_CASE("metrics with a token open to that token only") {
  Bench bench;
  CHECK(bench.ask("/metrics", "", "Bearer whatever")->has_value());
  CHECK(bench.ask("/metrics", "sesame", "Bearer sesame")->has_value());
  for (auto const* wrong : {"", "Bearer ", "Bearer sesam", "Bearer sesame2", "bearer sesame",
                            "sesame", "Basic sesame", "Bearer  sesame"}) {
    auto answer = bench.ask("/metrics", "sesame", wrong);
    INFO(wrong);
    REQUIRE_FALSE(answer->has_value());
    CHECK(answer->error().code == Errc::unauthenticated);
  }
}
