#pragma once
// Which account changed, told to every shard of this node before the change is answered.

#include "model/user.hpp"
#include "runtime/announcement.hpp"

namespace switchboard::accounts {

using AccountChanges = runtime::Announcement<UserId>;

}  // namespace switchboard::accounts
