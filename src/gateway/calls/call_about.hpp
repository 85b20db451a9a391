#pragma once
// What /openapi.json tells of calls. Included by their endpoints alone.

#include <boost/describe/class.hpp>

#include "features/calls/ring.hpp"
#include "gateway/http/about.hpp"

namespace switchboard::calls {

struct RingRequest {
  CallRoom room_id;
  std::optional<UserId> user_id;
  std::optional<std::string> chat_room_id;
};
BOOST_DESCRIBE_STRUCT(RingRequest, (), (room_id, user_id, chat_room_id))

struct CalleeView {
  UserId user_id;
  std::string state;
};
BOOST_DESCRIBE_STRUCT(CalleeView, (), (user_id, state))

struct RingBegun {
  std::string ring_id;
  CallRoom room_id;
  std::int64_t expires_in = ring_seconds;
  std::vector<CalleeView> callees;
};
BOOST_DESCRIBE_STRUCT(RingBegun, (), (ring_id, room_id, expires_in, callees))

struct RingAccepted {
  CallRoom room_id;
};
BOOST_DESCRIBE_STRUCT(RingAccepted, (), (room_id))

struct IceServersShape {
  std::vector<json::Anything> ice_servers;
  std::int64_t ttl = 0;
};
BOOST_DESCRIBE_STRUCT(IceServersShape, (), (ice_servers, ttl))

struct ProgramShape {
  std::string username;
  std::string password;
};
BOOST_DESCRIBE_STRUCT(ProgramShape, (), (username, password))

struct PasswordShape {
  std::string username;
  std::string old_password;
  std::string new_password;
};
BOOST_DESCRIBE_STRUCT(PasswordShape, (), (username, old_password, new_password))

struct KeyGiven {
  std::string api_key;
};
BOOST_DESCRIBE_STRUCT(KeyGiven, (), (api_key))

namespace about {

using http::About;
inline constexpr std::string_view calls = "Calls";

inline About const ice_servers = {
    .tag = calls,
    .summary = "Get ICE servers, with TURN credentials made for the moment",
    .answers = {{200, "As RTCPeerConnection takes them", json::append_schema<IceServersShape>}},
};
inline About const ring = {
    .tag = calls,
    .summary = "Ring a person, or everybody in a chat room",
    .text = "From a calls room that one sits in; either `user_id` or `chat_room_id`.",
    .body = json::append_schema<RingRequest>,
    .body_example = R"({"room_id":4711,"chat_room_id":"general"})",
    .answers = {{201, "Who rings, is busy or offline", json::append_schema<RingBegun>}},
};
inline About const cancel = {
    .tag = calls,
    .summary = "Stop ringing",
    .answers = {{204, "Nobody rings any more"}},
};
inline About const accept = {
    .tag = calls,
    .summary = "Answer a ring",
    .text = "One device of a person can; the next gets 409 `ring_answered`.",
    .answers = {{200, "The room to join", json::append_schema<RingAccepted>}},
};
inline About const decline = {
    .tag = calls,
    .summary = "Decline a ring, on all devices",
    .answers = {{204, "It stopped"}},
};
inline About const enroll = {
    .tag = calls,
    .summary = "Make an account for a program, with an API key",
    .text =
        "Names of members count in any case. A name has 8 to 16 characters, a password 8 to "
        "32; a broken rule is 422.",
    .body = json::append_schema<ProgramShape>,
    .body_example = R"({"username":"spongebob","password":"mysecret99"})",
    .answers = {{201, "Its key, shown this once", json::append_schema<KeyGiven>}},
};
inline About const regenerate = {
    .tag = calls,
    .summary = "Replace the API key that /register made",
    .text = "The old one and what it had opened end.",
    .body = json::append_schema<ProgramShape>,
    .answers = {{200, "The new key, shown this once", json::append_schema<KeyGiven>}},
};
inline About const change_password = {
    .tag = calls,
    .summary = "Change the password of a program's account",
    .text = "Ends sign-ins, but no key.",
    .body = json::append_schema<PasswordShape>,
    .answers = {{200, "`Password updated successfully`, as text"}},
};

}  // namespace about
}  // namespace switchboard::calls
