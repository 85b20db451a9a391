#pragma once
// One look at a URL, which blocks: for a pool's thread.

#include <atomic>
#include <string>

#include "base/result.hpp"

namespace switchboard::jwks {

// What stands at `url`: https, or http when the address that is really spoken to is loopback. No
// redirect is followed and no proxy used. At most 5 s, 3 s of them to connect, and 256 KiB; given
// up soon after `stopping` is set. unavailable, with what went wrong for the log, where the URL is
// not shown.
[[nodiscard]] Result<std::string> fetch(std::string const& url, std::atomic<bool> const& stopping);

}  // namespace switchboard::jwks
