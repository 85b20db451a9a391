#pragma once
// Publications as WebSocket text frames: one codec for all sessions of a shard that agreed on the
// same compression and understand the same frames.

#include <array>
#include <memory>
#include <string>

#include "features/delivery/codec.hpp"
#include "protocol/websocket/deflate.hpp"

namespace switchboard::websocket {

class TextCodec final : public delivery::Codec {
 public:
  // `deflater`: null for sessions without permessage-deflate; must outlive the codec.
  TextCodec(Deflater* deflater, bool extended) : deflater_(deflater), extended_(extended) {}
  void encode(Publication const& publication, std::string& out) override;

 private:
  Deflater* deflater_;
  bool extended_;
};

// One text frame, compressed when that pays.
void append_text(std::string& out, std::string_view text, Deflater* deflater);

// The codecs of a shard, made when first asked for. `window_bits`: 9 to 15, or 0 for no
// compression.
class TextCodecs {
 public:
  TextCodec& get(int window_bits, bool extended);
  [[nodiscard]] Deflater* deflater(int window_bits);

 private:
  std::array<std::unique_ptr<Deflater>, 16> deflaters_;
  std::array<std::array<std::unique_ptr<TextCodec>, 2>, 16> codecs_;
};

}  // namespace switchboard::websocket
