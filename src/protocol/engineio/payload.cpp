#include "protocol/engineio/payload.hpp"

#include "base/utf8.hpp"

namespace switchboard::engineio {

PayloadReader::PayloadReader(std::string_view body, std::size_t packets_max)
    : rest_(body), packets_left_(packets_max) {}

PayloadReader::Step PayloadReader::next(Packet& out) {
  if (after_ != Step::packet) return after_;
  if (packets_left_ == 0) return after_ = Step::broken;
  --packets_left_;
  auto const end = rest_.find(separator);
  auto const piece = rest_.substr(0, end);
  auto const packet = piece.starts_with('b') ? decode_base64(piece, scratch_) : decode_text(piece);
  if (!packet || (!packet->binary && !is_valid_utf8(piece))) return after_ = Step::broken;
  if (end == std::string_view::npos)
    after_ = Step::end;
  else
    rest_.remove_prefix(end + 1);
  out = *packet;
  return Step::packet;
}

}  // namespace switchboard::engineio
