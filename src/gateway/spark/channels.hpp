#pragma once
// The channels of this door: who comes and goes, and to each sender what became of their messages.

#include <string>

#include "model/publication.hpp"
#include "model/user.hpp"
#include "protocol/spark/frames.hpp"

namespace switchboard::spark {

[[nodiscard]] inline ChannelName everybody() { return ChannelName("spark:everybody"); }

[[nodiscard]] inline ChannelName receipts_of(UserId sender) {
  return ChannelName("spark:" + sender.value().to_string());
}

[[nodiscard]] inline Publication presence_notice(User const& user, bool online, SessionId except) {
  return {
      .channel = everybody(), .seq = {}, .data = presence_frame(user, online), .except = except};
}

}  // namespace switchboard::spark
