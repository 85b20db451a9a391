#include "protocol/websocket/handshake.hpp"

#include <doctest/doctest.h>

#include "base/expects.hpp"
#include "unit/protocol/http/head_of.hpp"

using namespace switchboard;
using namespace switchboard::websocket;

namespace {

constexpr auto good_fields =
    "Host: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";

Handshake handshake_with(std::string const& fields, bool deflate_allowed = true,
                         std::string const& line = "GET /chat HTTP/1.1") {
  http::OwnedHead head;
  REQUIRE(http::read_head(line + "\r\n" + fields + "\r\n", head) == 0);
  return check_handshake(head, deflate_allowed);
}

int status_with(std::string fields, std::string_view from, std::string_view to) {
  auto const at = fields.find(from);
  REQUIRE(at != std::string::npos);
  return handshake_with(fields.replace(at, from.size(), to)).refuse_status;
}

}  // namespace

TEST_CASE("the example of RFC 6455 section 1.3 is answered as it shows") {
  auto const handshake = handshake_with(good_fields);
  REQUIRE(handshake.refuse_status == 0);
  CHECK(handshake.accept == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  CHECK_FALSE(handshake.deflate);
  CHECK(handshake_answer(handshake) ==
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
  CHECK(handshake_answer(handshake, "chat").find("\r\nSec-WebSocket-Protocol: chat\r\n") !=
        std::string::npos);
}

TEST_CASE("what is no handshake is refused") {
  CHECK(status_with(good_fields, "Upgrade: websocket", "Upgrade: h2c") == 400);
  CHECK(status_with(good_fields, "Upgrade: websocket", "X: websocket") == 400);
  CHECK(status_with(good_fields, "Connection: Upgrade", "Connection: close") == 400);
  CHECK(status_with(good_fields, "Sec-WebSocket-Version", "X") == 400);
  CHECK(status_with(good_fields, "Sec-WebSocket-Key", "X") == 400);
  CHECK(handshake_with(good_fields, true, "POST /chat HTTP/1.1").refuse_status == 400);
  CHECK(handshake_with(good_fields, true, "GET /chat HTTP/1.0").refuse_status == 400);
  CHECK(handshake_with(good_fields + std::string("Content-Length: 1\r\n")).refuse_status == 400);
  CHECK(handshake_with(good_fields + std::string("Content-Length: 0\r\n")).refuse_status == 0);
  CHECK(handshake_with(good_fields + std::string("Transfer-Encoding: chunked\r\n")).refuse_status ==
        400);
}

TEST_CASE("a key is 16 bytes in base64, and there is one") {
  for (std::string const key :
       {"", "dGhlIHNhbXBsZSBub25jZQ",
        "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZQ===", "dGhlIHNhbXBsZSBub25jZ===",
        "dGhlIHNhbXBsZSBub25jZQA=", "dGhl-HNhbXBsZSBub25jZQ==", "dGhl IHNhbXBsZSBub25jQ=="})
    CHECK_MESSAGE(status_with(good_fields, "dGhlIHNhbXBsZSBub25jZQ==", key) == 400, key);
  CHECK(status_with(good_fields, "dGhlIHNhbXBsZSBub25jZQ==", "x3JJHMbDL1EzLkh9GBhXD+/=") == 400);
  CHECK(status_with(good_fields, "dGhlIHNhbXBsZSBub25jZQ==", "x3JJHMbDL1Ez+/h9GBhXDw==") == 0);
  CHECK(handshake_with(good_fields + std::string("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"))
            .refuse_status == 400);
}

TEST_CASE("another version is told which one is spoken here") {
  for (std::string const version : {"8", "0", "14", "013", "13, 8", ""})
    CHECK(status_with(good_fields, "13\r\n", version + "\r\n") == 426);
  CHECK(handshake_with(good_fields + std::string("Sec-WebSocket-Version: 13\r\n")).refuse_status ==
        426);
}

TEST_CASE("lists and case do not matter where they may not") {
  CHECK(status_with(good_fields, "Upgrade: websocket", "upgrade: h2c, WebSocket") == 0);
  CHECK(status_with(good_fields, "Connection: Upgrade", "connection: keep-alive, UPGRADE") == 0);
}

TEST_CASE("an answer to a handshake that was refused is a bug, and so is a broken protocol") {
  Handshake refused;
  refused.refuse_status = 400;
  CHECK_THROWS_AS((void)handshake_answer(refused), BrokenExpectation);
  CHECK_THROWS_AS((void)handshake_answer(Handshake{}, "a\r\nb"), BrokenExpectation);
}

TEST_CASE("permessage-deflate is agreed where it is allowed, from whichever header offers it") {
  auto const offered = good_fields + std::string(
                                         "Sec-WebSocket-Extensions: x-unknown\r\n"
                                         "Sec-WebSocket-Extensions: permessage-deflate\r\n");
  CHECK_FALSE(handshake_with(offered, false).deflate);
  auto const handshake = handshake_with(offered);
  REQUIRE(handshake.deflate);
  CHECK(handshake_answer(handshake).ends_with(
      "\r\nSec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; "
      "client_no_context_takeover\r\n\r\n"));
}

TEST_CASE("the answer names the windows that were asked for") {
  Handshake handshake;
  auto const answer = [&](std::string_view offer) {
    handshake.deflate = negotiate_deflate(offer);
    REQUIRE(handshake.deflate);
    auto const text = handshake_answer(handshake);
    return text.substr(text.find("client_no_context_takeover") + 26);
  };
  CHECK(answer("permessage-deflate; client_max_window_bits") == "\r\n\r\n");
  CHECK(answer("permessage-deflate; client_max_window_bits=12") ==
        "; client_max_window_bits=12\r\n\r\n");
  CHECK(answer("permessage-deflate; server_max_window_bits=15") ==
        "; server_max_window_bits=15\r\n\r\n");
  CHECK(answer("permessage-deflate; server_max_window_bits=9; client_max_window_bits=10") ==
        "; server_max_window_bits=9; client_max_window_bits=10\r\n\r\n");
}

TEST_CASE("the first offer that can be met is taken") {
  auto const bits = [](std::string_view offers) {
    auto const agreed = negotiate_deflate(offers);
    return agreed ? agreed->server_window_bits : 0;
  };
  CHECK(bits("permessage-deflate") == 15);
  CHECK(bits("permessage-deflate;server_max_window_bits=10") == 10);
  CHECK(bits("permessage-deflate ; server_max_window_bits = \"10\"") == 10);
  CHECK(bits("x-other; a=b, permessage-deflate; server_max_window_bits=8, "
             "permessage-deflate; server_max_window_bits=11, permessage-deflate") == 11);
  CHECK(bits(",, permessage-deflate ,") == 15);
  auto const all = negotiate_deflate(
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
      "client_max_window_bits=9; server_max_window_bits=14");
  REQUIRE(all);
  CHECK(all->server_window_bits == 14);
  CHECK(all->client_window_bits == 9);
  CHECK(all->client_window_bits_offered);
}

TEST_CASE("an offer that cannot be met is passed over") {
  for (std::string const offer :
       {"", "x-webkit-deflate-frame", "Permessage-Deflate", "permessage-deflate; unknown",
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate; server_max_window_bits=8",
        "permessage-deflate; server_max_window_bits=16",
        "permessage-deflate; server_max_window_bits=09",
        "permessage-deflate; server_max_window_bits=1",
        "permessage-deflate; client_max_window_bits=8",
        "permessage-deflate; client_max_window_bits=x",
        "permessage-deflate; client_max_window_bits=100",
        "permessage-deflate; server_no_context_takeover=1",
        "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; client_max_window_bits; client_max_window_bits",
        "permessage-deflate; server_max_window_bits=10; server_max_window_bits=10"})
    CHECK_MESSAGE(!negotiate_deflate(offer), offer);
}

TEST_CASE("an offer that breaks the grammar counts for nothing") {
  for (std::string const offer :
       {"permessage-deflate;", "permessage-deflate; =",
        "permessage-deflate; client_max_window_bits=", "permessage-deflate client_max_window_bits",
        "permessage-deflate; server_max_window_bits=\"10",
        "permessage-deflate; server_max_window_bits=\"\"",
        "permessage-deflate; server_max_window_bits=\"1\\0\"", "permessage-deflate, (",
        "permessage-deflate; server_max_window_bits=10 11", "; permessage-deflate", "/"})
    CHECK_MESSAGE(!negotiate_deflate(offer), offer);
}
