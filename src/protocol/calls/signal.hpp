#pragma once
// The envelope of calls, in both dialects:
//   document  {"msg_type":int,"from":int?,"to":int?,"payload":any?,"err":str?}
//   source    the same with "type" for "msg_type", and other numbers
// What is zero or empty is left out, but for the type. A payload passes as the text that it is.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/call.hpp"

namespace switchboard::calls {

enum class Dialect : std::uint8_t { document, source };

enum class Kind : std::uint8_t {
  create_room,
  join_room,
  sdp,
  ice_candidate,
  leave_room,
  room_created,
  room_joined,
  ping,  // these two in the source's dialect only
  pong,
  peer_joined,  // these three for sockets that opted in
  peer_away,
  call_event,
};

// What a client says. `payload` is a view into the frame; empty: none.
struct Command {
  Kind kind = Kind::ping;
  Dialect dialect = Dialect::document;
  PeerId to;
  std::string_view payload;
  CallRoom room;                    // of join_room
  std::optional<std::string> seat;  // of join_room
};

// nullopt: a type that we do not know, or that only a server says; it is ignored. Failures are
// invalid_argument, with the reason `not_json`, or `bad_frame` for what has no type, a member of a
// wrong type, or one twice.
[[nodiscard]] Result<std::optional<Command>> decode_signal(std::string_view frame);

// What a server says.
struct Signal {
  Kind kind = Kind::pong;
  PeerId from = {};
  PeerId to = {};
  std::string payload = {};     // JSON text; empty: none
  std::string_view error = {};  // static storage
};

void append_signal(std::string& out, Signal const& signal, Dialect dialect);

}  // namespace switchboard::calls
