#pragma once
// A device as its owner would call it: `Firefox on Linux`.

#include <string>
#include <string_view>

namespace switchboard::accounts {

// What a User-Agent says, in at most 40 characters; `Unknown device` when it says nothing.
[[nodiscard]] std::string device_name(std::string_view user_agent);

}  // namespace switchboard::accounts
