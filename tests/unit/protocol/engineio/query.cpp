#include "protocol/engineio/query.hpp"

#include <doctest/doctest.h>

using namespace switchboard::engineio;

TEST_CASE("the query of a stock client is read") {
  auto const query = read_query("EIO=4&transport=websocket&t=abc&sid=lv_VI97HAXpY6yYWAAAC");
  CHECK(query.eio == "4");
  CHECK(query.transport == "websocket");
  CHECK(query.sid == "lv_VI97HAXpY6yYWAAAC");
}

TEST_CASE("what a query does not say, or says brokenly, is empty") {
  auto const query = read_query("eio=4&sid=%zz&transport");
  CHECK(query.eio.empty());
  CHECK(query.sid.empty());
  CHECK(query.transport.empty());
  CHECK(read_query("").transport.empty());
}

TEST_CASE("names and values may be escaped, and the first of two counts") {
  auto const query = read_query("E%49O=%34&transport=polling&transport=websocket");
  CHECK(query.eio == "4");
  CHECK(query.transport == "polling");
}
