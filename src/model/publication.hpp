#pragma once
// What travels over a channel. The hub knows nothing of chat: to it `data` is bytes that each door
// wraps in its own frame.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/strong.hpp"
#include "model/room.hpp"

namespace switchboard {

using ChannelName = Strong<struct ChannelTag, std::string>;  // `room:general`, `user:…`
using SessionId = Strong<struct SessionTag, std::uint64_t>;  // unique in this process; 0: nobody

struct Publication {
  enum class Audience : std::uint8_t {
    all,       // a documented frame: for everybody
    extended,  // a frame that only clients which opted in understand
  };

  ChannelName channel;
  Seq seq;           // 0: not part of the stream (notices, typing)
  std::string data;  // JSON text, valid UTF-8
  Audience audience = Audience::all;
  SessionId except;       // who does not get it; 0: everybody does
  bool fleeting = false;  // worth nothing to whoever has fallen behind
  // For doors that can carry them: bytes that `data` refers to, and the number of a question that
  // every client is to answer.
  std::vector<std::string> attachments = {};
  std::optional<std::uint64_t> question = {};
};

using SharedPublication = std::shared_ptr<Publication const>;

}  // namespace switchboard
