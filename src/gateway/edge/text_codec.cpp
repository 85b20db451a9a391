#include "gateway/edge/text_codec.hpp"

#include "protocol/websocket/frame.hpp"

namespace switchboard::websocket {

void append_text(std::string& out, std::string_view text, Deflater* deflater) {
  if (deflater == nullptr || text.size() < deflate_bytes_min)
    return append_frame(out, Opcode::text, text);
  std::string block;
  deflater->deflate(text, block);
  append_frame(out, Opcode::text, block, true);
}

void TextCodec::encode(Publication const& publication, std::string& out) {
  if (publication.audience == Publication::Audience::extended && !extended_) return;
  append_text(out, publication.data, deflater_);
}

Deflater* TextCodecs::deflater(int window_bits) {
  if (window_bits == 0) return nullptr;
  auto& slot = deflaters_.at(static_cast<std::size_t>(window_bits));
  if (!slot) slot = std::make_unique<Deflater>(window_bits);
  return slot.get();
}

TextCodec& TextCodecs::get(int window_bits, bool extended) {
  auto& slot = codecs_.at(static_cast<std::size_t>(window_bits))[extended ? 1 : 0];
  if (!slot) slot = std::make_unique<TextCodec>(deflater(window_bits), extended);
  return *slot;
}

}  // namespace switchboard::websocket
