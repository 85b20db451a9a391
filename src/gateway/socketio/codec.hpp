#pragma once
// Publications whose data is an event's JSON array (`["message",{…}]`), as packets of a namespace,
// each followed by its attachments.

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/delivery/codec.hpp"

namespace switchboard::socketio {

// frames: of a WebSocket. payload: of an answer to a poll. bare: for sockets that number what they
// hear, see take_bare_event.
enum class Encoding : std::uint8_t { frames, payload, bare };

class EventCodec final : public delivery::Codec {
 public:
  EventCodec(std::string name_space, Encoding encoding)
      : name_space_(std::move(name_space)), encoding_(encoding) {}
  void encode(Publication const& publication, std::string& out) override;

 private:
  void begin_packet(Publication const& publication);

  std::string name_space_;
  std::string packet_;
  Encoding encoding_;
};

// What a bare codec has written: `[QUESTION]ARRAY`, then each attachment as `b` and base64, with a
// separator behind each piece.
struct BareEvent {
  std::string_view array;
  std::vector<std::string> attachments;
  std::optional<std::uint64_t> question;
};
// Takes the first one from `bytes`, which begin with one.
[[nodiscard]] BareEvent take_bare_event(std::string_view& bytes);

// The codecs of a shard, made when first asked for: one for a namespace and encoding.
class Codecs {
 public:
  EventCodec& get(std::string const& name_space, Encoding encoding);

 private:
  std::map<std::string, std::array<std::unique_ptr<EventCodec>, 3>> codecs_;
};

}  // namespace switchboard::socketio
