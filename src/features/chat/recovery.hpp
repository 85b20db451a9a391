#pragma once
// Whether a client that comes back gets exactly what it missed, or the truth that it cannot.

#include <optional>

#include "model/room.hpp"

namespace switchboard::chat {

// `since`: the last seq that the client saw. All of the gap or nothing of it: the epoch must match,
// the client cannot be ahead of the room, and the gap is at most recovery_items_max.
[[nodiscard]] inline bool can_recover(StreamPosition const& head, std::optional<Seq> since,
                                      Epoch const& epoch) {
  if (!since || epoch != head.epoch || *since < Seq{} || *since > head.seq) return false;
  return head.seq.value() - since->value() <= recovery_items_max;
}

}  // namespace switchboard::chat
