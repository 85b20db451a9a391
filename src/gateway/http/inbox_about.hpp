#pragma once
// What /openapi.json tells of the inbox. Included by its endpoints alone.

#include <boost/describe/class.hpp>

#include "gateway/http/about.hpp"
#include "model/inbox.hpp"

namespace switchboard::http {

struct ReadMark {
  std::int64_t seq = 0;
};
BOOST_DESCRIBE_STRUCT(ReadMark, (), (seq))

// The shapes of what features/push writes.
struct InboxItemShape {
  Seq seq;
  std::string type;
  json::Anything data;
  Timestamp created_at;
  bool read = false;
};
BOOST_DESCRIBE_STRUCT(InboxItemShape, (), (seq, type, data, created_at, read))

struct InboxPageShape {
  std::vector<InboxItemShape> items;
  Seq head_seq;
  Epoch epoch;
  std::int64_t unread = 0;
};
BOOST_DESCRIBE_STRUCT(InboxPageShape, (), (items, head_seq, epoch, unread))

struct InboxStateShape {
  Seq head_seq;
  Epoch epoch;
  std::int64_t unread = 0;
};
BOOST_DESCRIBE_STRUCT(InboxStateShape, (), (head_seq, epoch, unread))

namespace about {

inline About const list_inbox = {
    .tag = "Inbox",
    .summary = "Read the inbox, oldest first",
    .parameters = {{In::query, "after_seq", "Only items after this one",
                    R"({"type":"integer","minimum":0})"}},
    .answers = {{200, "What waits, at most 1,000 items", json::append_schema<InboxPageShape>}},
};
inline About const read_inbox = {
    .tag = "Inbox",
    .summary = "Mark everything up to an item as read",
    .body = json::append_schema<ReadMark>,
    .body_example = R"({"seq":3})",
    .answers = {{200, "The inbox as it is now", json::append_schema<InboxStateShape>}},
};

}  // namespace about
}  // namespace switchboard::http
