#pragma once
// Who counts what a store is asked, and hears when it fails.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/instant.hpp"

namespace switchboard::ports {

enum class StoreOperation : std::uint8_t { select, insert, update, remove };
enum class StoreTable : std::uint8_t {
  user,
  room,
  message,
  probe,
  inbox,
  sign_in,
  api_key,
  member,
  read_mark,
  reaction,
  message_text,
};

constexpr std::size_t store_operations = 4;
constexpr std::size_t store_tables = 11;

// As the labels of a metric call them.
[[nodiscard]] constexpr std::string_view name_of(StoreOperation operation) {
  constexpr std::string_view names[] = {"select", "insert", "update", "delete"};
  return names[static_cast<std::size_t>(operation)];
}
[[nodiscard]] constexpr std::string_view name_of(StoreTable table) {
  constexpr std::string_view names[] = {"users",      "chat_rooms", "chat_messages", "probe",
                                        "inbox",      "sign_ins",   "api_keys",      "room_members",
                                        "read_marks", "reactions",  "message_text"};
  return names[static_cast<std::size_t>(table)];
}

struct StoreQuery {
  StoreOperation operation;
  StoreTable table;
};

// Called on the store's own threads, several at once: an implementation is safe from any thread,
// cheap, and throws nothing.
class StoreObserver {
 public:
  virtual ~StoreObserver() = default;

  // `count` queries of one kind, each answered after `took`. What was committed together is told
  // together; `took` is then the time of the whole transaction.
  virtual void on_queries(StoreQuery query, std::size_t count, Duration took) = 0;

  // Writing fails, and works again: each told once, not for every write. `why` is for the log.
  virtual void on_unavailable(std::string_view why) { static_cast<void>(why); }
  virtual void on_available() {}
};

}  // namespace switchboard::ports
