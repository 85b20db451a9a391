// Any text as a frame of a calls socket: a command or none. What is relayed is a frame again, in
// both dialects, with the same payload byte for byte.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "protocol/calls/signal.hpp"
#include "protocol/json/document.hpp"

using namespace switchboard;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  auto decoded = calls::decode_signal({reinterpret_cast<char const*>(bytes), size});
  if (!decoded || !decoded->has_value()) return 0;
  auto const& command = **decoded;
  if (!command.payload.empty() && !json::Document(command.payload).valid()) std::abort();
  if (command.kind != calls::Kind::sdp && command.kind != calls::Kind::ice_candidate) return 0;
  for (auto dialect : {calls::Dialect::document, calls::Dialect::source}) {
    std::string frame;
    calls::append_signal(frame,
                         {.kind = command.kind,
                          .from = PeerId(1),
                          .to = command.to,
                          .payload = std::string(command.payload)},
                         dialect);
    if (frame.size() > 64 * 1024) continue;
    auto again = calls::decode_signal(frame);
    if (!again || !again->has_value()) std::abort();
    if ((*again)->kind != command.kind || (*again)->to != command.to) std::abort();
    if ((*again)->payload != command.payload || (*again)->dialect != dialect) std::abort();
  }
  return 0;
}
