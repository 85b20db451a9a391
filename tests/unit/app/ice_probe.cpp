#include "app/ice_probe.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "app/command_doctor.hpp"
#include "runtime/socket.hpp"

using namespace switchboard;
using namespace switchboard::app;
using namespace std::chrono_literals;
using runtime::Transport;

TEST_CASE("ICE addresses are taken apart, with their default ports and transports") {
  struct Row {
    char const* url;
    bool relays, tls;
    Transport transport;
    char const* host;
    std::uint16_t port;
  };
  for (auto const& row : {
           Row{"stun:a.org", false, false, Transport::udp, "a.org", 3478},
           Row{"stun:192.0.2.1:19302", false, false, Transport::udp, "192.0.2.1", 19302},
           Row{"turn:a.org?transport=udp", true, false, Transport::udp, "a.org", 3478},
           Row{"turn:a.org:99?transport=tcp", true, false, Transport::tcp, "a.org", 99},
           Row{"turns:a.org", true, true, Transport::tcp, "a.org", 5349},
           Row{"turns:[2001:db8::1]:443?transport=tcp", true, true, Transport::tcp, "2001:db8::1",
               443},
           Row{"stun:[::1]", false, false, Transport::udp, "::1", 3478},
       }) {
    CAPTURE(row.url);
    auto target = parse_ice_url(row.url);
    REQUIRE(target);
    CHECK(target->relays == row.relays);
    CHECK(target->tls == row.tls);
    CHECK(target->transport == row.transport);
    CHECK(target->host == row.host);
    CHECK(target->port == row.port);
  }
  CHECK_FALSE(parse_ice_url("stun"));
  CHECK_FALSE(parse_ice_url("stun:a.org:http"));
}

TEST_CASE("a port where nobody listens is unreachable, over TCP and over UDP") {
  auto port = [] {
    auto listening = runtime::listen_tcp("127.0.0.1", 0);
    return runtime::local_address(listening->get()).port;
  }();
  for (auto transport : {Transport::tcp, Transport::udp}) {
    IceTarget target{.relays = true, .transport = transport, .host = "127.0.0.1", .port = port};
    CHECK(probe_ice(target, {}, 200ms).verdict == IceVerdict::unreachable);
  }
  auto silent = runtime::listen_tcp("127.0.0.1", 0);
  IceTarget target{.transport = Transport::tcp,
                   .host = "127.0.0.1",
                   .port = runtime::local_address(silent->get()).port};
  CHECK(probe_ice(target, {}, 200ms).verdict == IceVerdict::unreachable);
}

TEST_CASE("doctor names what is not set, and what it means") {
  auto said = [](Settings const& settings) {
    Findings findings;
    look_at_calls(settings, Timestamp(), findings);
    std::string text;
    for (auto const& finding : findings) text += finding.sentence + '\n';
    return text;
  };
  CHECK(said(default_settings()).contains("calls work within one network only"));
}
