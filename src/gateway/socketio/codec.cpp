#include "gateway/socketio/codec.hpp"

#include <charconv>
#include <utility>

#include "base/expects.hpp"
#include "protocol/engineio/payload.hpp"
#include "protocol/socketio/packet.hpp"
#include "protocol/websocket/frame.hpp"

namespace switchboard::socketio {
namespace {

std::string_view take_piece(std::string_view& bytes) {
  auto const end = bytes.find(engineio::separator);
  expects(end != std::string_view::npos, "a separator behind each piece");
  auto const piece = bytes.substr(0, end);
  bytes.remove_prefix(end + 1);
  return piece;
}

}  // namespace

void EventCodec::begin_packet(Publication const& publication) {
  packet_.clear();
  if (encoding_ == Encoding::bare) {
    if (publication.question) packet_ = std::to_string(*publication.question);
    return;
  }
  engineio::append_packet(packet_, engineio::PacketType::message, {});
  auto const type = publication.attachments.empty() ? PacketType::event : PacketType::binary_event;
  append_header(packet_, type, name_space_, publication.question,
                static_cast<std::uint32_t>(publication.attachments.size()));
}

void EventCodec::encode(Publication const& publication, std::string& out) {
  if (publication.audience == Publication::Audience::extended) return;
  begin_packet(publication);
  packet_ += publication.data;
  if (encoding_ == Encoding::frames) {
    websocket::append_frame(out, websocket::Opcode::text, packet_);
    for (auto const& attachment : publication.attachments)
      websocket::append_frame(out, websocket::Opcode::binary, attachment);
    return;
  }
  (out += packet_) += engineio::separator;
  for (auto const& attachment : publication.attachments) {
    engineio::append_base64_packet(out, attachment);
    out += engineio::separator;
  }
}

BareEvent take_bare_event(std::string_view& bytes) {
  BareEvent event;
  event.array = take_piece(bytes);
  std::uint64_t question = 0;
  auto const* begin = event.array.data();
  auto const [rest, error] = std::from_chars(begin, begin + event.array.size(), question);
  if (error == std::errc{}) {
    event.question = question;
    event.array.remove_prefix(static_cast<std::size_t>(rest - begin));
  }
  while (bytes.starts_with('b')) {
    std::string attachment;
    auto const packet = engineio::decode_base64(take_piece(bytes), attachment);
    expects(packet.has_value(), "an attachment as it was written");
    event.attachments.push_back(std::move(attachment));
  }
  return event;
}

EventCodec& Codecs::get(std::string const& name_space, Encoding encoding) {
  auto& slot = codecs_[name_space][std::to_underlying(encoding)];
  if (!slot) slot = std::make_unique<EventCodec>(name_space, encoding);
  return *slot;
}

}  // namespace switchboard::socketio
