#pragma once
// What rings, and what becomes of it, as every door tells it to whoever opted in:
//   chat   {"type":"call",MEMBERS}
//   push   42["call",{MEMBERS}]
//   calls  {"msg_type":18,"payload":{MEMBERS}}

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/call.hpp"

namespace switchboard::calls {

struct CallEvent {
  std::string_view event;  // static storage
  std::string ring;
  CallRoom room;
  UserId from;
  std::string from_name;
  std::optional<std::string> chat_room = {};
  std::optional<UserId> callee = {};            // in what the caller is told
  std::optional<std::int64_t> expires_in = {};  // seconds, in `ringing`
};

// The members without braces.
[[nodiscard]] std::string call_event_members(CallEvent const& event);

// The content of a `missed_call` in an inbox.
[[nodiscard]] std::string missed_call(CallEvent const& event, Timestamp at);

}  // namespace switchboard::calls
