#pragma once
// People and messages that contracts are told with.

#include <string>
#include <utility>

#include "ports/message_store.hpp"
#include "ports/user_store.hpp"

namespace switchboard::tests {

inline Timestamp at(std::int64_t seconds) {
  return Timestamp(std::chrono::seconds(1'700'000'000 + seconds));
}

inline ports::NewUser person(std::string name, std::int64_t born = 0, Role role = Role::client) {
  return {.id = UserId(Uuid::random()),
          .username = name,
          .email = name + "@example.org",
          .password_hash = "hash of " + name,
          .full_name = "Full " + name,
          .phone_number = {},
          .role = role,
          .created_at = at(born)};
}

inline ports::MessageDraft said(std::string content, UserId sender, std::string room = "general") {
  return {.id = MessageId(Uuid::at(at(0))),
          .room = RoomId(std::move(room)),
          .sender = sender,
          .sender_name = "Full name",
          .content = std::move(content),
          .client_message_id = {},
          .created_at = at(0)};
}

inline ports::MessageDraft named(std::string client_message_id, ports::MessageDraft draft) {
  draft.client_message_id = std::move(client_message_id);
  return draft;
}

inline UserId somebody() { return UserId(Uuid::random()); }

}  // namespace switchboard::tests
