#include "base/result.hpp"

#include <utility>

namespace switchboard {

std::string_view name_of(Errc code) {
  switch (code) {
    case Errc::invalid_argument: return "invalid_argument";
    case Errc::unauthenticated: return "unauthenticated";
    case Errc::permission_denied: return "permission_denied";
    case Errc::not_found: return "not_found";
    case Errc::conflict: return "conflict";
    case Errc::rate_limited: return "rate_limited";
    case Errc::too_large: return "too_large";
    case Errc::position_lost: return "position_lost";
    case Errc::unavailable: return "unavailable";
    case Errc::internal: return "internal";
  }
  std::unreachable();
}

}  // namespace switchboard
