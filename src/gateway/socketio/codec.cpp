#include "gateway/socketio/codec.hpp"

#include "protocol/engineio/payload.hpp"
#include "protocol/socketio/packet.hpp"
#include "protocol/websocket/frame.hpp"

namespace switchboard::socketio {

EventCodec::EventCodec(std::string const& name_space, bool framed) : framed_(framed) {
  std::string packet;
  append_header(packet, PacketType::event, name_space, std::nullopt, 0);
  engineio::append_packet(header_, engineio::PacketType::message, packet);
}

void EventCodec::encode(Publication const& publication, std::string& out) {
  if (publication.audience == Publication::Audience::extended) return;
  if (!framed_) {
    ((out += header_) += publication.data) += engineio::separator;
    return;
  }
  packet_.assign(header_).append(publication.data);
  websocket::append_frame(out, websocket::Opcode::text, packet_);
}

void BareCodec::encode(Publication const& publication, std::string& out) {
  if (publication.audience == Publication::Audience::extended) return;
  (out += publication.data) += engineio::separator;
}

EventCodec& Codecs::get(std::string const& name_space, bool framed) {
  auto& slot = codecs_[{name_space, framed}];
  if (!slot) slot = std::make_unique<EventCodec>(name_space, framed);
  return *slot;
}

}  // namespace switchboard::socketio
