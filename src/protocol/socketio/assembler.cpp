#include "protocol/socketio/assembler.hpp"

namespace switchboard::socketio {
namespace {

bool is_good(Packet const& packet) {
  if (packet.type == PacketType::connect_error) return false;  // only servers refuse
  if (!valid_payload(packet)) return false;
  return packet.attachments == 0 || placeholders_fit(packet.data, packet.attachments);
}

}  // namespace

Assembler::Outcome Assembler::broken() {
  broken_ = true;
  attachments_left_ = 0;
  message_ = {};
  return Outcome::broken;
}

Assembler::Outcome Assembler::take_text(std::string_view text) {
  if (broken_ || waiting() || text.size() > bytes_max_) return broken();
  auto const packet = decode(text);
  if (!packet || !is_good(*packet)) return broken();
  message_ = {};
  message_.text.assign(text.begin(), text.end());
  // The bounds were checked above; decoded again, the views show the copy.
  message_.packet = *decode({message_.text.data(), message_.text.size()});
  bytes_ = text.size();
  attachments_left_ = packet->attachments;
  return waiting() ? Outcome::incomplete : Outcome::complete;
}

Assembler::Outcome Assembler::take_binary(std::string_view bytes) {
  if (broken_ || !waiting() || bytes.size() > bytes_max_ - bytes_) return broken();
  bytes_ += bytes.size();
  message_.attachments.emplace_back(bytes);
  --attachments_left_;
  return waiting() ? Outcome::incomplete : Outcome::complete;
}

}  // namespace switchboard::socketio
