#include "gateway/http/health.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>

#include "protocol/json/document.hpp"

using namespace switchboard;
using namespace switchboard::http;
using namespace std::chrono_literals;

namespace {

struct HandClock final : Clock {
  Instant instant{};
  Timestamp wall{std::chrono::sys_days(std::chrono::year(2026) / 11 / 20)};
  [[nodiscard]] Instant now() const override { return instant; }
  [[nodiscard]] Timestamp timestamp() const override { return wall; }
};

std::map<std::string, json::Kind> kinds_of(json::Value object) {
  std::map<std::string, json::Kind> kinds;
  object.each_member([&](std::string_view name, json::Value value) {
    kinds.emplace(name, value.kind());
    return true;
  });
  return kinds;
}

json::Value member(json::Value object, std::string_view wanted) {
  std::optional<json::Value> found;
  object.each_member([&](std::string_view name, json::Value value) {
    if (name == wanted) found = value;
    return true;
  });
  REQUIRE(found.has_value());
  return *found;
}

bool is_number(json::Kind kind) { return kind == json::Kind::integer || kind == json::Kind::real; }

}  // namespace

TEST_CASE("health is flat and has exactly the documented members with their types") {
  HandClock clock;
  Health health(clock, "0.1.0");
  auto text = health.json();
  json::Document document(text);
  REQUIRE(document.valid());
  auto kinds = kinds_of(document.root());
  CHECK(kinds.size() == 5);
  CHECK(kinds["status"] == json::Kind::string);
  CHECK(kinds["version"] == json::Kind::string);
  CHECK(kinds["uptime"] == json::Kind::integer);
  CHECK(kinds["start_time"] == json::Kind::integer);
  auto system = kinds_of(member(document.root(), "system_info"));
  CHECK(system.size() == 10);
  for (auto const* name : {"cpu_usage", "memory_usage_percent"}) CHECK(is_number(system[name]));
  for (auto const* name : {"total_memory", "used_memory", "total_swap", "used_swap"})
    CHECK(system[name] == json::Kind::integer);
  for (auto const* name : {"hostname", "os_name", "os_version", "kernel_version"})
    CHECK(system[name] == json::Kind::string);
}

TEST_CASE("uptime grows in whole seconds and the start stays where it was") {
  HandClock clock;
  Health health(clock, "0.1.0");
  clock.instant += 2900ms;
  clock.wall += 2900ms;
  auto text = health.json();
  json::Document document(text);
  CHECK(member(document.root(), "uptime").integer() == 2);
  CHECK(member(document.root(), "start_time").integer() == 1'795'132'800);
}
