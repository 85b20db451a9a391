#include "gateway/http/trusted_proxies.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace switchboard;
using http::TrustedProxies;

namespace {

struct Headers {
  explicit Headers(std::vector<std::pair<std::string_view, std::string_view>> const& headers) {
    for (auto [name, value] : headers) head.header_store[head.header_count++] = {name, value};
  }
  http::RequestHead head;
};

std::string client(std::string_view trusted, std::string peer,
                   std::vector<std::pair<std::string_view, std::string_view>> const& headers) {
  Headers sent(headers);
  auto found = TrustedProxies::parse(trusted)->client({std::move(peer), false}, sent.head);
  return found.address + (found.secure ? " secure" : "");
}

std::string forwarded(std::string_view chain, std::string peer = "10.0.0.1") {
  return client("10.0.0.0/8, 192.168.1.1, fd00::/8", std::move(peer), {{"X-Forwarded-For", chain}});
}

}  // namespace

TEST_CASE("what somebody untrusted writes about itself is not believed") {
  CHECK(forwarded("1.2.3.4", "9.9.9.9") == "9.9.9.9");
  CHECK(client("", "10.0.0.1", {{"X-Forwarded-For", "1.2.3.4"}}) == "10.0.0.1");
  CHECK(client("10.0.0.0/8", "9.9.9.9", {{"X-Forwarded-Proto", "https"}}) == "9.9.9.9");
}

TEST_CASE("the client is the rightmost address that is no proxy of ours") {
  CHECK(forwarded("1.2.3.4") == "1.2.3.4");
  CHECK(forwarded("6.6.6.6, 1.2.3.4") == "1.2.3.4");
  CHECK(forwarded("6.6.6.6, 1.2.3.4, 10.9.9.9, 192.168.1.1") == "1.2.3.4");
  CHECK(forwarded("6.6.6.6,1.2.3.4 ,\t10.9.9.9") == "1.2.3.4");
  CHECK(forwarded("2001:db8::7, fd00::1", "fd12::1") == "2001:db8::7");
  CHECK(forwarded("10.1.1.1, 10.2.2.2") == "10.1.1.1");
}

TEST_CASE("several headers are one list") {
  CHECK(client("10.0.0.0/8", "10.0.0.1",
               {{"X-Forwarded-For", "1.2.3.4"}, {"x-forwarded-for", "10.5.5.5"}}) == "1.2.3.4");
}

TEST_CASE("an address may bring its port, and IPv4 in IPv6 is IPv4") {
  CHECK(forwarded("1.2.3.4:5678") == "1.2.3.4");
  CHECK(forwarded("[2001:db8::7]:5678") == "2001:db8::7");
  CHECK(forwarded("::ffff:1.2.3.4") == "1.2.3.4");
  CHECK(forwarded("1.2.3.4", "::ffff:10.0.0.1") == "1.2.3.4");
}

TEST_CASE("behind something that is no address nothing is believed") {
  CHECK(forwarded("1.2.3.4, unknown") == "10.0.0.1");
  CHECK(forwarded("1.2.3.4, unknown, 10.7.7.7") == "10.7.7.7");
  for (auto wrong : {"", " ", ",", "1.2.3", "1.2.3.4.5", "[::1", "1.2.3.4:80:80", "evil"})
    CHECK_MESSAGE(forwarded(wrong) == "10.0.0.1", wrong);
}

TEST_CASE("a trusted proxy says whether the client spoke TLS; its own word is the last") {
  CHECK(client("10.0.0.0/8", "10.0.0.1", {{"X-Forwarded-Proto", "https"}}) == "10.0.0.1 secure");
  CHECK(client("10.0.0.0/8", "10.0.0.1", {{"X-Forwarded-Proto", "http, https"}}) ==
        "10.0.0.1 secure");
  CHECK(client("10.0.0.0/8", "10.0.0.1", {{"X-Forwarded-Proto", "https, http"}}) == "10.0.0.1");
}

TEST_CASE("networks count to the bit") {
  auto trusts = [](std::string_view list, std::string_view address) {
    return TrustedProxies::parse(list)->trusts(address);
  };
  CHECK(trusts("10.1.2.0/23", "10.1.3.255"));
  CHECK_FALSE(trusts("10.1.2.0/23", "10.1.4.0"));
  CHECK(trusts("2001:db8:8000::/33", "2001:db8:ffff::1"));
  CHECK_FALSE(trusts("2001:db8:8000::/33", "2001:db8:7fff::1"));
  CHECK(trusts("0.0.0.0/0", "1.2.3.4"));
  CHECK_FALSE(trusts("0.0.0.0/0", "2001:db8::1"));
  CHECK_FALSE(trusts("10.0.0.0/8", "10.0.0.1x"));
}

TEST_CASE("a network that is none is told by name") {
  for (auto wrong : {"10.0.0.0/33", "10.0.0.1/8", "10.0.0/8", "::/129", "10.0.0.0/", "10.0.0.0/x",
                     "proxy.example.com", "2001:db8::1/32"}) {
    auto parsed = TrustedProxies::parse(std::string("127.0.0.1,") + wrong);
    REQUIRE_FALSE_MESSAGE(parsed.has_value(), wrong);
    CHECK(parsed.error().message.contains(wrong));
  }
  CHECK(TrustedProxies::parse(""));
  CHECK(TrustedProxies::parse(" 10.0.0.0/8 , ::1,"));
}
