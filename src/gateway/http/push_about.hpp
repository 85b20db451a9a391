#pragma once
// What /openapi.json tells of the push API. Included by its endpoints alone.

#include <boost/describe/class.hpp>

#include "gateway/http/about.hpp"

namespace switchboard::http {

// The shapes of bodies that PushBody reads, more forgivingly than these say.
struct MessageToUser {
  std::string userId;
  std::string type;
  std::optional<json::Anything> data;
  std::optional<bool> store;
  std::optional<std::int64_t> ttl;
  std::optional<std::string> collapse_key;
};
BOOST_DESCRIBE_STRUCT(MessageToUser, (), (userId, type, data, store, ttl, collapse_key))

struct MessageToUsers {
  std::vector<std::string> userIds;
  std::string type;
  std::optional<json::Anything> data;
  std::optional<bool> store;
  std::optional<std::int64_t> ttl;
  std::optional<std::string> collapse_key;
};
BOOST_DESCRIBE_STRUCT(MessageToUsers, (), (userIds, type, data, store, ttl, collapse_key))

struct MessageToAll {
  std::string type;
  std::optional<json::Anything> data;
};
BOOST_DESCRIBE_STRUCT(MessageToAll, (), (type, data))

struct Notification {
  std::string userId;
  std::string title;
  std::string body;
  std::optional<json::Anything> data;
  std::optional<std::int64_t> ttl;
  std::optional<std::string> collapse_key;
};
BOOST_DESCRIBE_STRUCT(Notification, (), (userId, title, body, data, ttl, collapse_key))

// The shapes of answers.
struct Done {
  bool success = true;
  std::string message;
  Timestamp timestamp;
};
BOOST_DESCRIBE_STRUCT(Done, (), (success, message, timestamp))

struct SentToUsers {
  bool success = true;
  std::string message;
  std::vector<std::string> deliveredTo;
  std::vector<std::string> notDeliveredTo;
  Timestamp timestamp;
};
BOOST_DESCRIBE_STRUCT(SentToUsers, (), (success, message, deliveredTo, notDeliveredTo, timestamp))

struct SentToAll {
  bool success = true;
  std::string message;
  std::int64_t userCount = 0;
  Timestamp timestamp;
};
BOOST_DESCRIBE_STRUCT(SentToAll, (), (success, message, userCount, timestamp))

struct ConnectedPeople {
  bool success = true;
  std::vector<std::string> connectedUsers;
  std::int64_t userCount = 0;
  Timestamp timestamp;
};
BOOST_DESCRIBE_STRUCT(ConnectedPeople, (), (success, connectedUsers, userCount, timestamp))

struct ConnectionShape {
  Timestamp connectedAt;
  std::string socketId;
};
BOOST_DESCRIBE_STRUCT(ConnectionShape, (), (connectedAt, socketId))

struct PushStatus {
  bool success = true;
  std::string userId;
  bool isConnected = false;
  std::optional<ConnectionShape> connectionInfo;
  Timestamp timestamp;
};
BOOST_DESCRIBE_STRUCT(PushStatus, (), (success, userId, isConnected, connectionInfo, timestamp))

namespace about {

inline constexpr std::string_view push = "Push";
inline constexpr std::string_view keeping =
    "With `store: true` it waits in the inbox of whoever is away, for `ttl` seconds (7 days when "
    "absent); `collapse_key` replaces an older unread item of the same key.";

inline About const send_to_user = {
    .tag = push,
    .summary = "Send to a person",
    .text = keeping,
    .body = json::append_schema<MessageToUser>,
    .body_example = R"({"userId":"user123","type":"chat","data":{"message":"Hello"}})",
    .answers = {{200, "It is on its way", json::append_schema<Done>}},
};
inline About const send_to_users = {
    .tag = push,
    .summary = "Send to several people",
    .text = keeping,
    .body = json::append_schema<MessageToUsers>,
    .body_example = R"({"userIds":["user123","user456"],"type":"update","data":{"version":2}})",
    .answers = {{200, "Who is connected and who is not", json::append_schema<SentToUsers>}},
};
inline About const send_to_all = {
    .tag = push,
    .summary = "Send to everybody who is connected",
    .body = json::append_schema<MessageToAll>,
    .body_example = R"({"type":"announcement","data":{"text":"We are moving"}})",
    .answers = {{200, "To how many", json::append_schema<SentToAll>}},
};
inline About const notify = {
    .tag = push,
    .summary = "Notify a person",
    .text =
        "It arrives as a message of type `notification`, and waits in the inbox of whoever is "
        "away.",
    .body = json::append_schema<Notification>,
    .body_example = R"({"userId":"user123","title":"New order","body":"Order 7 is ready"})",
    .answers = {{200, "It is on its way", json::append_schema<Done>}},
};
inline About const connected_people = {
    .tag = push,
    .summary = "List who is connected",
    .answers = {{200, "Each person once", json::append_schema<ConnectedPeople>}},
};
inline About const my_status = {
    .tag = push,
    .summary = "Whether I am connected",
    .answers = {{200, "Of whoever the token names", json::append_schema<PushStatus>}},
};
inline About const status = {
    .tag = push,
    .summary = "Whether a person is connected",
    .answers = {{200, "Also when they are not", json::append_schema<PushStatus>}},
};
inline About const disconnect = {
    .tag = push,
    .summary = "Disconnect a person",
    .answers = {{200, "Their connections are closed", json::append_schema<Done>}},
};

}  // namespace about
}  // namespace switchboard::http
