#include "features/calls/ice_servers.hpp"

#include <doctest/doctest.h>

using namespace switchboard;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp noon{1'700'000'000s};

}  // namespace

TEST_CASE("TURN credentials are coturn's: when they lapse, for whom, and the HMAC-SHA1 of both") {
  calls::IceServers servers({{}, {"turn:turn.example.org"}, "north", 3600s});
  auto made = servers.credentials_for(PeerId(42), noon);
  CHECK(made.username == "1700003600:42");
  // printf '1700003600:42' | openssl dgst -sha1 -hmac north -binary | base64
  CHECK(made.password == "WO3ZFttCQxBYtA2Ohz7jjGcQStA=");
  CHECK(servers.credentials_for(PeerId(43), noon).password != made.password);
}

TEST_CASE("clients are told of what is configured, and of nothing else") {
  CHECK(calls::IceServers({}).json_for(PeerId(42), noon) == "[]");
  CHECK(calls::IceServers({{"stun:a.org", "stun:b.org:3479"}, {}, {}, 60s})
            .json_for(PeerId(42), noon) == R"([{"urls":["stun:a.org","stun:b.org:3479"]}])");
  calls::IceServers both({{"stun:a.org"}, {"turn:a.org?transport=tcp"}, "north", 3600s});
  CHECK(both.json_for(PeerId(42), noon) ==
        R"([{"urls":["stun:a.org"]},{"urls":["turn:a.org?transport=tcp"],)"
        R"("username":"1700003600:42","credential":"WO3ZFttCQxBYtA2Ohz7jjGcQStA="}])");
}
