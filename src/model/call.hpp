#pragma once
// Calls: rooms in which people exchange what WebRTC needs, and who they are there.

#include <cstddef>
#include <cstdint>

#include "base/strong.hpp"
#include "model/user.hpp"

namespace switchboard {

using CallRoom = Strong<struct CallRoomTag, std::int64_t>;  // a random number of 48 bits
using PeerId = AccountNumber;

constexpr std::size_t call_members_max = 50;

}  // namespace switchboard
