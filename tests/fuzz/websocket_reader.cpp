// A client's bytes, whole and in pieces: the same events, and within the limits. The first byte
// chooses deflate and the pieces.

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "base/expects.hpp"
#include "base/utf8.hpp"
#include "protocol/websocket/message_reader.hpp"

using namespace switchboard;
using namespace switchboard::websocket;
using Kind = Event::Kind;

namespace {

constexpr ReaderLimits limits{.message_bytes_max = 200, .fragments_max = 4};

struct Seen {
  Kind kind;
  CloseCode code;
  std::string payload;

  friend bool operator==(Seen const&, Seen const&) = default;
};

void check(Event const& event) {
  auto const is_message = event.kind == Kind::text || event.kind == Kind::binary;
  expects(event.payload.size() <= (is_message ? limits.message_bytes_max : 125), "the limit");
  expects(event.kind != Kind::text || is_valid_utf8(event.payload), "text to be UTF-8");
  expects((event.kind == Kind::failed) == !event.reason.empty(), "a reason for a failure only");
}

std::vector<Seen> read(std::string_view bytes, std::size_t step, Inflater* inflater) {
  std::vector<Seen> seen;
  MessageReader reader(limits, inflater);
  std::string waiting;
  while (!bytes.empty()) {
    waiting += bytes.substr(0, step);
    bytes.remove_prefix(std::min(step, bytes.size()));
    for (auto done = false; !done;) {
      std::size_t taken = 0;
      auto const event = reader.next({waiting.data(), waiting.size()}, taken);
      expects(taken <= waiting.size(), "no more to be taken than there is");
      check(event);
      if (event.kind != Kind::none)
        seen.push_back({event.kind, event.code, std::string(event.payload)});
      if (event.kind == Kind::failed) return seen;
      done = event.kind == Kind::none;
      waiting.erase(0, taken);
    }
    expects(waiting.size() < 14 + 125, "only a header or a control frame to be left waiting");
  }
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* input, std::size_t size) {
  if (size < 1) return 0;
  static Inflater inflater;
  auto* const agreed = input[0] >= 128 ? &inflater : nullptr;
  std::string_view const bytes(reinterpret_cast<char const*>(input) + 1, size - 1);
  auto const whole = read(bytes, size, agreed);
  expects(whole == read(bytes, 1, agreed), "the same byte by byte");
  expects(whole == read(bytes, input[0] % 128 + 1U, agreed), "the same in pieces");
  return 0;
}
