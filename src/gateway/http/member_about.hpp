#pragma once
// What /openapi.json tells of the people in a room. Included by their endpoints alone.

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <vector>

#include "gateway/http/about.hpp"
#include "model/room.hpp"

namespace switchboard::http {

struct NewMember {
  Uuid user_id;
  std::optional<std::string> role;
};
BOOST_DESCRIBE_STRUCT(NewMember, (), (user_id, role))

struct MemberShape {
  UserId user_id;
  std::string username;
  std::string full_name;
  std::string role;
  Timestamp joined_at;
  Seq read_seq;
};
BOOST_DESCRIBE_STRUCT(MemberShape, (), (user_id, username, full_name, role, joined_at, read_seq))

}  // namespace switchboard::http

namespace switchboard::http::about {

inline About const list_members = {
    .tag = "Chat",
    .summary = "List who belongs to a room",
    .answers = {{200, "By joining time", json::append_schema<std::vector<MemberShape>>}},
};
inline About const put_member = {
    .tag = "Chat",
    .summary = "Let somebody into a room, or give them another role",
    .text = "`role` is `member`, `moderator` or `owner`.",
    .body = json::append_schema<NewMember>,
    .body_example = R"({"user_id":"0190163d-8694-739b-aea5-966c26f8ad91","role":"member"})",
    .answers = {{201, "They are in", json::append_schema<MemberShape>},
                {200, "They were in already", json::append_schema<MemberShape>}},
};
inline About const remove_member = {
    .tag = "Chat",
    .summary = "Remove somebody from a room, or leave it",
    .text = "Their live subscription has ended by the time this is answered.",
    .answers = {{204, "They are out"}},
};

}  // namespace switchboard::http::about
