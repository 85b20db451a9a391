#pragma once
// What a room hears of people: who comes and goes, and who is there.

#include "base/instant.hpp"
#include "model/publication.hpp"
#include "model/user.hpp"
#include "protocol/chat/frames.hpp"

namespace switchboard::chat {

// `<full name> has joined the chat` for everybody but `except`.
[[nodiscard]] Publication notice_for(RoomId const& room, Notice notice, Person const& who,
                                     Timestamp now, SessionId except);

// For clients that opted in.
[[nodiscard]] Publication presence_for(RoomId const& room, PresenceChange const& change);

}  // namespace switchboard::chat
