#pragma once
// Which channel carries what a person is sent. Its publications' data is the JSON array of a
// Socket.IO event, without the packet's header: see frames.hpp.

#include <string>
#include <string_view>

#include "model/publication.hpp"

namespace switchboard::push {

[[nodiscard]] inline ChannelName channel_of(std::string_view subject) {
  return ChannelName("push:user:" + std::string(subject));
}

// What everybody is sent.
[[nodiscard]] inline ChannelName everybody() { return ChannelName("push:all"); }

}  // namespace switchboard::push
