#pragma once
// What a push session is told, as the JSON array of a Socket.IO event (`["message",{…}]`) without
// the packet's header. Those of a channel travel as Publication.data.

#include <optional>
#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "model/inbox.hpp"

namespace switchboard::push {

// ["message",{"type":…,"data":…,"timestamp":…}]. `content` is JSON text and passes through as it
// is, so that integers keep every digit; absent: so is the key.
[[nodiscard]] std::string message_event(std::string_view type,
                                        std::optional<std::string_view> content, Timestamp now);

// ["authenticated",{"userId":…,"message":"Successfully authenticated","timestamp":…}]
[[nodiscard]] std::string authenticated_event(std::string_view subject, Timestamp now);

// ["pong",{"timestamp":…}]
[[nodiscard]] std::string pong_event(Timestamp now);

// ["inbox",{"unread":…,"head_seq":…,"epoch":…}]: only for clients that asked for it.
[[nodiscard]] std::string inbox_event(InboxState const& state);

// {"items":[{"seq","type","data","created_at","read"}],"head_seq","epoch","unread"}: what
// GET /api/inbox answers, and the one argument of the acks of `inbox:since`.
void append_inbox_page(std::string& out, InboxPage const& page);
// {"head_seq","epoch","unread"}: POST /api/inbox/read and the acks of `inbox:read`.
void append_inbox_state(std::string& out, InboxState const& state);

}  // namespace switchboard::push
