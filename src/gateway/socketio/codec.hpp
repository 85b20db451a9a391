#pragma once
// Publications whose data is an event's JSON array (`["message",{…}]`), as packets of a namespace:
// in WebSocket frames, or in a polling payload.

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "features/delivery/codec.hpp"

namespace switchboard::socketio {

class EventCodec final : public delivery::Codec {
 public:
  EventCodec(std::string const& name_space, bool framed);
  void encode(Publication const& publication, std::string& out) override;

 private:
  std::string header_;  // what stands before the array
  std::string packet_;
  bool framed_;
};

// Only the arrays, each with a separator behind it, for sockets that number what they hear.
class BareCodec final : public delivery::Codec {
 public:
  void encode(Publication const& publication, std::string& out) override;
};

// The codecs of a shard, made when first asked for: two for a namespace.
class Codecs {
 public:
  EventCodec& get(std::string const& name_space, bool framed);
  [[nodiscard]] BareCodec& bare() { return bare_; }

 private:
  BareCodec bare_;
  std::map<std::pair<std::string, bool>, std::unique_ptr<EventCodec>> codecs_;
};

}  // namespace switchboard::socketio
