#include "runtime/socket.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace switchboard;

TEST_CASE("an end that was shut is told as an end, one that is gone as broken to whoever writes") {
  auto pair = runtime::stream_pair();
  char byte = 0;
  CHECK(runtime::receive_some(pair.ours.get(), &byte, 1).would_block);
  runtime::shut_down_writing(pair.theirs.get());
  CHECK(runtime::receive_some(pair.ours.get(), &byte, 1).ended);
  CHECK(runtime::send_some(pair.ours.get(), "still heard") == 11);
  pair.theirs.reset();
  CHECK(runtime::send_some(pair.ours.get(), "x") == -1);
}

TEST_CASE("two pieces leave as one, and a full socket takes nothing") {
  auto pair = runtime::stream_pair();
  CHECK(runtime::send_some(pair.ours.get(), "one ", "two") == 7);
  std::string heard(16, '\0');
  auto got = runtime::receive_some(pair.theirs.get(), heard.data(), heard.size());
  CHECK(heard.substr(0, got.bytes) == "one two");
  std::string const much(65536, 'x');
  while (runtime::send_some(pair.ours.get(), much) > 0) {
  }
  CHECK(runtime::send_some(pair.ours.get(), much) == 0);
}

TEST_CASE("a listener says which port the system picked, and with nobody waiting accepts nobody") {
  auto listener = runtime::listen_tcp("127.0.0.1", 0);
  REQUIRE(listener);
  auto address = runtime::local_address(listener->get());
  CHECK(address.host == "127.0.0.1");
  CHECK(address.port != 0);
  auto nobody = runtime::accept_tcp(listener->get());
  CHECK(!nobody.fd);
  CHECK(!nobody.exhausted);
}

TEST_CASE("a host that is no address of this machine is refused by name") {
  auto listener = runtime::listen_tcp("192.0.2.1", 0);
  REQUIRE(!listener);
  CHECK(listener.error().message.contains("192.0.2.1"));
}
