#pragma once
// What a client that opted in hears of what others do beside talking: each function appends one
// JSON text.

#include <string>
#include <vector>

#include "model/room.hpp"
#include "protocol/chat/frames.hpp"

namespace switchboard::chat {

// `edited` or `deleted`.
void append_change(std::string& out, MessageChange const& change);
void append_reactions(std::string& out, RoomId const& room, MessageId message,
                      std::vector<ReactionCount> const& counts);
// {"👍":2,…}
void append_reaction_counts(std::string& out, std::vector<ReactionCount> const& counts);
void append_read(std::string& out, RoomId const& room, UserId reader, Seq seq);
void append_typing(std::string& out, RoomId const& room, Person const& who);

}  // namespace switchboard::chat
