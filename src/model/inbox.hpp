#pragma once
// What waits for a person: notifications, and messages that were to be kept.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "model/room.hpp"

namespace switchboard {

constexpr std::int64_t inbox_items_max = 1000;
constexpr std::size_t inbox_subjects_max = 1000;
constexpr std::size_t inbox_page_bytes_max = std::size_t{1} << 20;  // ends once it is reached
constexpr std::size_t collapse_key_bytes_max = 64;
constexpr std::chrono::seconds inbox_time_default = std::chrono::days(7);
constexpr std::chrono::seconds inbox_time_max = std::chrono::days(30);

struct InboxItem {
  Seq seq;
  std::string type;
  std::optional<std::string> content;  // JSON text
  Timestamp created_at;
  bool read = false;

  friend bool operator==(InboxItem const&, InboxItem const&) = default;
};

struct InboxState {
  StreamPosition head;
  std::int64_t unread = 0;  // head minus read mark: counts what has lapsed since, too

  friend bool operator==(InboxState const&, InboxState const&) = default;
};

struct InboxPage {
  std::vector<InboxItem> items;
  InboxState state;
};

}  // namespace switchboard
