#pragma once
// A request head read whole, and read byte by byte, which must come to the same.

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <utility>

#include "protocol/http/head_parser.hpp"

namespace switchboard::http {

// A head together with the bytes that it points into.
struct OwnedHead : RequestHead {
  std::string bytes;
};

// 0 when the head is complete, -1 when it is not, otherwise the status that refuses it.
inline int read_head(std::string given, OwnedHead& head, HeadLimits limits = {}) {
  head.bytes = std::move(given);
  std::string_view const bytes = head.bytes;
  auto const verdict = [](HeadParser::Outcome outcome, HeadParser const& parser) {
    if (outcome == HeadParser::Outcome::complete) return 0;
    return outcome == HeadParser::Outcome::incomplete ? -1 : parser.status();
  };
  HeadParser trickled(limits);
  auto by_bytes = HeadParser::Outcome::incomplete;
  for (std::size_t i = 1; i <= bytes.size() && by_bytes == HeadParser::Outcome::incomplete; ++i) {
    std::string const moved(bytes.substr(0, i));  // the bytes may lie elsewhere at each call
    by_bytes = trickled.parse(moved, head);
  }
  HeadParser whole(limits);
  auto const at_once = whole.parse(bytes, head);
  CHECK(verdict(at_once, whole) == verdict(by_bytes, trickled));
  if (at_once == HeadParser::Outcome::complete) CHECK(whole.head_bytes() == trickled.head_bytes());
  return verdict(at_once, whole);
}

inline int status_of(std::string bytes, HeadLimits limits = {}) {
  auto const head = std::make_unique<OwnedHead>();
  return read_head(std::move(bytes), *head, limits);
}

// A GET with a good Host and one more line.
inline int status_with(std::string_view line) {
  return status_of("GET / HTTP/1.1\r\nHost: a\r\n" + std::string(line) + "\r\n\r\n");
}

}  // namespace switchboard::http
