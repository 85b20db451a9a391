// Heads, whole and byte by byte: the verdict is the same, and what is complete lies within its
// bytes.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>

#include "base/expects.hpp"
#include "protocol/http/head_parser.hpp"

using namespace switchboard;
using namespace switchboard::http;
using Outcome = HeadParser::Outcome;

namespace {

constexpr HeadLimits limits{.bytes_max = 300, .count_max = 8};

void expect_within(std::string_view part, std::string_view head, std::string_view literal = {}) {
  auto const inside =
      part.data() >= head.data() && part.data() + part.size() <= head.data() + head.size();
  expects(part.empty() || inside || part == literal, "a view into the head");
}

void check_complete(RequestHead const& head, std::string_view bytes) {
  expects(bytes.size() <= limits.bytes_max, "the limit on bytes to hold");
  expects(head.header_count <= limits.count_max, "the limit on headers to hold");
  expects(bytes.ends_with("\r\n\r\n"), "a head to end with an empty line");
  expects(!head.path.empty() &&
              (head.path[0] == '/' || head.path == "*" || head.method == Method::connect),
          "a path");
  expects(!(head.chunked && head.content_length), "one framing");
  expects(!head.upgrades || !head.http_1_0, "no upgrade from HTTP/1.0");
  expect_within(head.path, bytes, head.path == "*" ? "*" : "/");
  expect_within(head.query, bytes);
  for (auto const& [name, value] : head.headers()) {
    expects(!name.empty(), "a name");
    expect_within(name, bytes);
    expect_within(value, bytes);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* input, std::size_t size) {
  std::string_view const bytes(reinterpret_cast<char const*>(input), size);
  static RequestHead head;
  HeadParser whole(limits);
  auto const at_once = whole.parse(bytes, head);
  if (at_once == Outcome::complete) {
    expects(whole.head_bytes() <= size, "the head to lie within its bytes");
    check_complete(head, bytes.substr(0, whole.head_bytes()));
  }

  HeadParser trickled(limits);
  auto by_bytes = Outcome::incomplete;
  for (std::size_t i = 1; i <= size && by_bytes == Outcome::incomplete; ++i) {
    auto const moved = std::make_unique<char[]>(i);
    std::copy_n(bytes.data(), i, moved.get());
    by_bytes = trickled.parse({moved.get(), i}, head);
    if (by_bytes == Outcome::complete) check_complete(head, {moved.get(), trickled.head_bytes()});
  }
  expects(at_once == by_bytes, "the same outcome in pieces");
  if (at_once == Outcome::refused)
    expects(whole.status() == trickled.status(), "the same status in pieces");
  if (at_once == Outcome::complete)
    expects(whole.head_bytes() == trickled.head_bytes(), "the same end in pieces");
  return 0;
}
