#include "protocol/stun/message.hpp"

#include <doctest/doctest.h>

#include <string>

#include "base/encoding.hpp"

using namespace switchboard;

namespace {

std::string from_hex(std::string_view digits) {
  std::string bytes;
  auto value = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string packed;
  for (char c : digits)
    if (c != ' ') packed += c;
  for (std::size_t i = 0; i + 1 < packed.size(); i += 2)
    bytes += static_cast<char>(value(packed[i]) * 16 + value(packed[i + 1]));
  return bytes;
}

// RFC 5769 section 2.2: a response seen as 192.0.2.1:32853. Its signature is short-term.
std::string ipv4_response() {
  return from_hex(
      "0101003c 2112a442 b7e7a701 bc34d686 fa87dfae 8022000b 74657374 20766563 746f7220"
      "00200008 0001a147 e112a643 00080014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7"
      "80280004 c07d4c96");
}

// RFC 5769 section 2.3: the same over IPv6.
std::string ipv6_response() {
  return from_hex(
      "01010048 2112a442 b7e7a701 bc34d686 fa87dfae 8022000b 74657374 20766563 746f7220"
      "00200014 0002a147 0113a9fa a5d3f179 bc25f4b5 bed2b9d9 00080014 a382954e 4be67bf1"
      "1784c97c 8292c275 bfe3ed41 80280004 c8fb0b4c");
}

// RFC 5769 section 2.4: a request with long-term credentials.
std::string long_term_request() {
  return from_hex(
      "00010060 2112a442 78ad3433 c6ad72c0 29da412e 00060012 e3839ee3 8388e383 aae38383"
      "e382af e382b9 0000 0015001c 662f2f34 39396b39 35346436 4f4c3334 6f4c3946 53547679"
      "3634734100 14000b 6578616d 706c652e 6f726700 00080014 f67024656dd64a3e 02b8e0712e85c9a2"
      "8ca89666");
}

stun::Transaction const some{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

}  // namespace

TEST_CASE("RFC 5769: the address that a server sees is read, of both families") {
  auto four = stun::decode(ipv4_response());
  REQUIRE(four);
  CHECK(four->method == stun::Method::binding);
  CHECK(four->kind == stun::Class::success);
  CHECK(four->mapped == stun::Endpoint{"192.0.2.1", 32853});
  auto six = stun::decode(ipv6_response());
  REQUIRE(six);
  CHECK(six->mapped == stun::Endpoint{"2001:db8:1234:5678:11:2233:4455:6677", 32853});
}

TEST_CASE("RFC 5769: long-term credentials are verified, and nothing that was changed passes") {
  stun::Credentials credentials{"\u30DE\u30C8\u30EA\u30C3\u30AF\u30B9", "example.org",
                                "f//499k954d6OL34oL9FSTvy64sA", "TheMatrIX"};
  auto request = long_term_request();
  CHECK(stun::is_authentic(request, credentials));
  auto other = credentials;
  other.password = "TheMatriX";
  CHECK_FALSE(stun::is_authentic(request, other));
  for (std::size_t i = 20; i < request.size(); ++i) {
    auto changed = request;
    changed[i] ^= 1;
    CHECK_FALSE(stun::is_authentic(changed, credentials));
  }
}

TEST_CASE("what is asked is a message that its own reader takes, signed when it shall be") {
  auto binding = stun::binding_request(some);
  CHECK(to_hex(binding) == "000100002112a4420102030405060708090a0b0c");
  auto bare = stun::decode(stun::allocate_request(some, {}));
  REQUIRE(bare);
  CHECK(bare->method == stun::Method::allocate);
  CHECK(bare->kind == stun::Class::request);
  CHECK(bare->transaction == some);
  stun::Credentials credentials{"1700003600:7", "switchboard.test", "n0nce", "secret"};
  for (auto const& message :
       {stun::allocate_request(some, credentials), stun::release_request(some, credentials)}) {
    CHECK(stun::is_authentic(message, credentials));
    CHECK(stun::decode(message)->realm == "switchboard.test");
    CHECK(stun::decode(message)->nonce == "n0nce");
  }
  CHECK_FALSE(stun::is_authentic(stun::allocate_request(some, {}), credentials));
}

TEST_CASE("a refusal says its code") {
  // 401, realm and nonce of two and five characters.
  auto refusal = stun::decode(
      from_hex("0113001c 2112a442 01020304 05060708 090a0b0c 00090004 00000401 00140002 61620000"
               "00150005 31323334 35000000"));
  REQUIRE(refusal);
  CHECK(refusal->kind == stun::Class::error);
  CHECK(refusal->error_code == 401);
  CHECK(refusal->realm == "ab");
  CHECK(refusal->nonce == "12345");
}

TEST_CASE("over TCP the first bytes tell the size, and what is no STUN is known as such") {
  auto message = ipv4_response();
  CHECK_FALSE(stun::size_of_message(message.substr(0, 19)));
  CHECK(stun::size_of_message(message.substr(0, 20)) == message.size());
  CHECK(stun::size_of_message("HTTP/1.1 400 Bad Request\r\n") == 0);
}

TEST_CASE("nothing at all is no message, and is not read") {
  CHECK_FALSE(stun::decode({}));
  CHECK_FALSE(stun::size_of_message({}));
}

TEST_CASE("what is cut, too long, or of another kind is no message") {
  auto message = ipv4_response();
  for (std::size_t size = 0; size < message.size(); ++size)
    CHECK_FALSE(stun::decode(message.substr(0, size)));
  CHECK_FALSE(stun::decode(message + '\0'));
  auto foreign = message;
  foreign[4] = 0;
  CHECK_FALSE(stun::decode(foreign));
  auto unknown_method = message;
  unknown_method[1] = 0x02;
  CHECK_FALSE(stun::decode(unknown_method));
}
