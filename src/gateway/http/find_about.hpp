#pragma once
// What /openapi.json tells of looking for messages and people. Included by their endpoints alone.

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <vector>

#include "gateway/http/room_about.hpp"

namespace switchboard::http {

struct PresenceShape {
  UserId user_id;
  bool online = false;
  std::optional<Timestamp> last_seen;
};
BOOST_DESCRIBE_STRUCT(PresenceShape, (), (user_id, online, last_seen))

}  // namespace switchboard::http

namespace switchboard::http::about {

inline constexpr AboutParameter found_limit = {In::query, "limit",
                                               "How many at most; 20 when absent",
                                               R"({"type":"integer","minimum":1,"maximum":100})"};

inline About const search_messages = {
    .tag = chat,
    .summary = "Find messages by their words, newest first",
    .text =
        "All words must be there, each as the beginning of one. Only in rooms that one may read.",
    .parameters = {{In::query, "q", "1 to 10 words, 200 bytes at most"},
                   {In::query, "room_id", "Only in this room"},
                   found_limit},
    .answers = {{200, "What was found", json::append_schema<std::vector<MessageShape>>}},
};
inline About const find_users = {
    .tag = chat,
    .summary = "Find people by the beginning of a name",
    .parameters = {{In::query, "q", "Of the username, or of a word of the full name"}, found_limit},
    .answers = {{200, "By username", json::append_schema<std::vector<ProfileShape>>}},
};
inline About const presence = {
    .tag = chat,
    .summary = "Ask who is online, through whatever door",
    .parameters = {{In::query, "user_ids", "1 to 100 ids with commas between them"}},
    .answers = {{200, "In the order in which they were asked for",
                 json::append_schema<std::vector<PresenceShape>>}},
};

}  // namespace switchboard::http::about
