#pragma once
// Rooms and the people in them as the REST API says them: each function appends one JSON object.

#include <string>

#include "model/membership.hpp"

namespace switchboard::chat {

// The documented fields, and what the room is to the person who asks.
void append_room_view(std::string& out, RoomView const& view);
// What everybody may know of an account.
void append_profile(std::string& out, User const& user);
void append_member(std::string& out, Member const& member);

}  // namespace switchboard::chat
