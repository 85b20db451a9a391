#pragma once
// What an EVENT or ACK packet carries: a JSON array of arguments, passed on as the text that came,
// so that 64-bit integers keep every digit.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/socketio/packet.hpp"

namespace switchboard::socketio {

constexpr std::size_t arguments_max = 1000;
constexpr std::size_t depth_max = 64;  // of arrays and objects, the outermost array included

// Each one JSON value's text, a view of the packet's data.
struct Arguments {
  std::vector<std::string_view> values;
};

// nullopt: not strict JSON (RFC 8259) in UTF-8, not an array, or over a bound above. The escape of
// half a surrogate pair (section 8.2), which JavaScript writes for a text cut in two, is passed on.
[[nodiscard]] std::optional<Arguments> read_arguments(std::string_view data);

// The same for data that a check below, or an Assembler, has found good: nothing is checked again.
[[nodiscard]] Arguments split_arguments(std::string_view data);

// The first argument: a string, decoded (half a surrogate pair as U+FFFD), or a number as it was
// written, as JavaScript's server takes both. nullopt: another kind, or a reserved name (`connect`,
// `disconnect`, …).
[[nodiscard]] std::optional<std::string> event_name(Arguments const& arguments);

// Whether a packet of that type may carry that data: connect an object or nothing, disconnect
// nothing, events an array with a name, acks an array, connect_error a string or an object.
[[nodiscard]] bool valid_payload(Packet const& packet);

// Whether every `{"_placeholder":true,"num":N}`, wherever it stands, names one of the attachments.
// False also when `data` is not JSON.
[[nodiscard]] bool placeholders_fit(std::string_view data, std::uint32_t attachments);

}  // namespace switchboard::socketio
