#pragma once
// What a Spark client hears: each function answers one JSON text. The misspelt `recieved` is the
// protocol's own.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/user.hpp"

namespace switchboard::spark {

enum class State : std::uint16_t { received = 601, stored, sent, delivered, seen, deleted, failed };

[[nodiscard]] std::string state_frame(std::int64_t message_id, State state,
                                      std::optional<std::string_view> description = {});

// One message of a mailbox. `sender`: whose it is, though the protocol calls it `rxId`.
struct Item {
  std::int64_t id = 0;
  UserId sender;
  std::string message;
  std::int64_t unix_seconds = 0;

  friend bool operator==(Item const&, Item const&) = default;
};

[[nodiscard]] std::string count_frame(std::int64_t items);
[[nodiscard]] std::string item_frame(Item const& item);
[[nodiscard]] std::string no_items_frame();
[[nodiscard]] std::string pong_frame();

// `<full name> joined the chat` or `… left the chat`.
[[nodiscard]] std::string presence_frame(User const& user, bool online);

// What was just said to somebody, or by them on another device. Without `code` and `state`, so that
// the original client ignores it.
struct Live {
  Item const& item;
  User const& sender;
  std::string_view recipient_email;
};
// Clients expect a string: empty for an account that /register made, which has no e-mail.
[[nodiscard]] std::string_view address_of(User const& user);
[[nodiscard]] std::string live_frame(Live const& live);

// The object that a client keeps and sends back in every frame. The token is for its owner only.
[[nodiscard]] std::string user_object(User const& user, std::optional<std::string_view> token);

}  // namespace switchboard::spark
