#pragma once
// What /openapi.json tells of rooms and of what is said in them. Included by their endpoints alone.

#include <boost/describe/class.hpp>

#include <string>

#include "gateway/http/about.hpp"
#include "model/room.hpp"

namespace switchboard::http {

struct NewRoom {
  std::optional<std::string> id;
  std::string name;
  std::optional<std::string> kind;
};
BOOST_DESCRIBE_STRUCT(NewRoom, (), (id, name, kind))

struct RoomName {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(RoomName, (), (name))

struct DirectWith {
  Uuid user_id;
};
BOOST_DESCRIBE_STRUCT(DirectWith, (), (user_id))

struct NewMessage {
  std::string content;
};
BOOST_DESCRIBE_STRUCT(NewMessage, (), (content))

// The shapes of answers that protocol/chat and the endpoints write.
struct SenderShape {
  std::string username;
  std::string full_name;
};
BOOST_DESCRIBE_STRUCT(SenderShape, (), (username, full_name))

struct MessageShape {
  MessageId id;
  UserId user_id;
  UserId sender_id;
  std::string sender_name;
  std::optional<std::string> content;
  RoomId room_id;
  Timestamp created_at;
  SenderShape user;
  Seq seq;
  json::Omittable<std::int64_t> version;
  json::Omittable<Timestamp> edited_at;
  json::Omittable<json::Anything> reactions;
  json::Omittable<bool> deleted;
  json::Omittable<bool> duplicate;
};
BOOST_DESCRIBE_STRUCT(MessageShape, (),
                      (id, user_id, sender_id, sender_name, content, room_id, created_at, user, seq,
                       version, edited_at, reactions, deleted, duplicate))

struct ProfileShape {
  UserId user_id;
  std::string username;
  std::string full_name;
};
BOOST_DESCRIBE_STRUCT(ProfileShape, (), (user_id, username, full_name))

struct RoomShape {
  RoomId id;
  std::string name;
  Timestamp created_at;
  Seq head_seq;
  Epoch epoch;
  std::string kind;
  std::optional<std::string> role;
  Seq read_seq;
  std::int64_t unread = 0;
  json::Omittable<ProfileShape> peer;
  std::optional<MessageShape> last_message;
};
BOOST_DESCRIBE_STRUCT(RoomShape, (),
                      (id, name, created_at, head_seq, epoch, kind, role, read_seq, unread, peer,
                       last_message))

}  // namespace switchboard::http

template <>
inline constexpr std::string_view switchboard::json::schema_name<switchboard::http::RoomShape> =
    "Room";
template <>
inline constexpr std::string_view switchboard::json::schema_name<switchboard::http::MessageShape> =
    "Message";

namespace switchboard::http::about {

inline constexpr std::string_view chat = "Chat";

inline About const list_rooms = {
    .tag = chat,
    .summary = "List rooms, by name",
    .answers = {{200, "The rooms", json::append_schema<std::vector<RoomShape>>,
                 R"([{"id":"general","name":"General Chat",)"
                 R"("created_at":"2026-05-04T12:00:00.000000Z","head_seq":42,"epoch":"k3Xw",)"
                 R"("kind":"public","role":null,"read_seq":40,"unread":2,"last_message":null}])"}},
};
inline About const view_room = {
    .tag = chat,
    .summary = "Look at one room",
    .answers = {{200, "The room", json::append_schema<RoomShape>}},
};
inline About const rename_room = {
    .tag = chat,
    .summary = "Call a room otherwise",
    .body = json::append_schema<RoomName>,
    .body_example = R"({"name":"The old garden"})",
    .answers = {{200, "The room", json::append_schema<RoomShape>}},
};
inline About const open_direct_room = {
    .tag = chat,
    .summary = "Open the direct room with somebody",
    .body = json::append_schema<DirectWith>,
    .body_example = R"({"user_id":"0190163d-8694-739b-aea5-966c26f8ad91"})",
    .answers = {{201, "It is new", json::append_schema<RoomShape>},
                {200, "It was there", json::append_schema<RoomShape>}},
};
inline About const create_room = {
    .tag = chat,
    .summary = "Make a room",
    .text =
        "Public rooms are an admin's to make. A private one (`\"kind\":\"private\"`) is anybody's, "
        "and may be without an `id`: then it is given one.",
    .body = json::append_schema<NewRoom>,
    .body_example = R"({"id":"garden","name":"The garden"})",
    .answers = {{201, "The room", json::append_schema<RoomShape>}},
};
inline About const history = {
    .tag = chat,
    .summary = "Read what was said, newest first",
    .parameters =
        {
            {In::query, "limit", "How many at most; 50 when absent",
             R"({"type":"integer","minimum":1,"maximum":200})"},
            {In::query, "before_seq", "Only messages before this one",
             R"({"type":"integer","minimum":0})"},
            {In::query, "after_seq", "The next messages after this one",
             R"({"type":"integer","minimum":0})"},
        },
    .answers = {{200, "A deleted message has no content",
                 json::append_schema<std::vector<MessageShape>>}},
};
inline About const post_message = {
    .tag = chat,
    .summary = "Say something",
    .text =
        "It is stored before it is answered. With the same `Idempotency-Key` it is never "
        "stored twice; the answer then says `duplicate: true`.",
    .parameters = {{In::header, "Idempotency-Key", "1 to 64 visible ASCII characters"}},
    .body = json::append_schema<NewMessage>,
    .body_example = R"({"content":"Hello"})",
    .answers = {{201, "The message", json::append_schema<MessageShape>}},
};

}  // namespace switchboard::http::about
