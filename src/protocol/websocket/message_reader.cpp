#include "protocol/websocket/message_reader.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "protocol/websocket/flat_buffer.hpp"
#include "protocol/websocket/frame_header.hpp"

namespace switchboard::websocket {
namespace {

constexpr std::size_t close_code_bytes = 2;

Event failed(CloseCode code, std::string_view reason) {
  return {Event::Kind::failed, {}, code, reason};
}

Event message(Opcode opcode, std::string_view payload) {
  return {opcode == Opcode::text ? Event::Kind::text : Event::Kind::binary, payload};
}

Event broken_text() { return failed(CloseCode::invalid_payload, "text is not UTF-8"); }

// Codes that may travel (RFC 6455 section 7.4 and IANA's registry up to 1014).
bool may_be_sent(unsigned code) {
  if (code >= 3000) return code <= 4999;
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
}

Event close_event(std::string_view payload) {
  if (payload.empty()) return {Event::Kind::close, {}, CloseCode{no_close_code}};
  if (payload.size() < close_code_bytes)
    return failed(CloseCode::protocol_error, "close code is cut short");
  auto const code = static_cast<unsigned>(static_cast<std::uint8_t>(payload[0])) << 8 |
                    static_cast<std::uint8_t>(payload[1]);
  if (!may_be_sent(code)) return failed(CloseCode::protocol_error, "close code is reserved");
  auto const reason = payload.substr(close_code_bytes);
  if (!is_valid_utf8(reason)) return broken_text();
  return {Event::Kind::close, reason, static_cast<CloseCode>(code)};
}

// What cannot be compressed grows a little; the inflater holds the real limit.
std::size_t compressed_bytes_max(std::size_t message_bytes_max) {
  return message_bytes_max + message_bytes_max / 8 + 64;
}

}  // namespace

struct MessageReader::Partial {
  FlatBuffer gathered;
  std::string inflated;
  Utf8Checker utf8;
  Mask mask;                     // of the frame under way, as are the next three
  std::uint64_t bytes_left = 0;  // of its payload
  bool frame_under_way = false;
  bool frame_is_final = false;
  Opcode opcode = Opcode::text;  // of the message
  bool compressed = false;
  bool delivered = false;  // kept only because the caller may still look at it
  std::size_t fragments = 0;
};

MessageReader::MessageReader(ReaderLimits limits, Inflater* inflater)
    : limits_(limits), inflater_(inflater) {}
MessageReader::~MessageReader() = default;
MessageReader::MessageReader(MessageReader&&) noexcept = default;
MessageReader& MessageReader::operator=(MessageReader&&) noexcept = default;

Event MessageReader::next(std::span<char> bytes, std::size_t& taken) {
  taken = closed_ ? bytes.size() : 0;
  if (closed_) return {};
  if (partial_ && partial_->delivered) partial_.reset();
  for (;;) {
    if (!partial_ || !partial_->frame_under_way) {
      auto const rest = bytes.subspan(taken);
      FrameHeader header;
      if (auto const breach = read_frame_header({rest.data(), rest.size()}, header);
          !breach.empty())
        return failed(CloseCode::protocol_error, breach);
      if (!header.length_known) return {};
      if (auto const refusal = refused(header); refusal.kind == Event::Kind::failed) return refusal;
      if (header.header_bytes == 0) return {};
      auto payload = rest.subspan(header.header_bytes);
      auto const whole = payload.size() >= header.payload_bytes;
      if (header.is_control() && !whole) return {};
      taken += header.header_bytes;
      if (header.is_control() || (whole && header.final_fragment && !partial_)) {
        taken += header.payload_bytes;
        return whole_message(header, payload.first(header.payload_bytes));
      }
      begin_frame(header);
    }
    auto const event = gather(bytes, taken);
    if (event.kind != Event::Kind::none || partial_->frame_under_way) return event;
  }
}

// What the header alone is refused for, given what came before it.
Event MessageReader::refused(FrameHeader const& header) const {
  if (header.is_control()) return {};
  if (header.opcode == Opcode::continuation) {
    if (!partial_) return failed(CloseCode::protocol_error, "continuation of no message");
    if (header.rsv1) return failed(CloseCode::protocol_error, "compression bit on a continuation");
    if (partial_->fragments >= limits_.fragments_max)
      return failed(CloseCode::policy, "message has too many fragments");
  } else {
    if (partial_) return failed(CloseCode::protocol_error, "message inside another message");
    if (header.rsv1 && inflater_ == nullptr)
      return failed(CloseCode::protocol_error, "compression was not agreed");
  }
  auto const compressed = partial_ ? partial_->compressed : header.rsv1;
  auto const held = partial_ ? partial_->gathered.size() : 0;
  auto const allowed =
      compressed ? compressed_bytes_max(limits_.message_bytes_max) : limits_.message_bytes_max;
  if (header.payload_bytes > allowed - held)
    return failed(CloseCode::too_large, "message is too large");
  return {};
}

// A frame that is all there and needs no other: nothing is copied, and nothing kept but what
// inflates.
Event MessageReader::whole_message(FrameHeader& header, std::span<char> payload) {
  header.mask.apply(payload.data(), payload.data(), payload.size());
  std::string_view const text{payload.data(), payload.size()};
  if (header.is_control()) return control_event(header.opcode, text);
  if (header.rsv1) {
    partial_ = std::make_unique<Partial>();
    return inflated(header.opcode, text);
  }
  if (header.opcode == Opcode::text && !is_valid_utf8(text)) return broken_text();
  return message(header.opcode, text);
}

Event MessageReader::control_event(Opcode opcode, std::string_view payload) {
  if (opcode == Opcode::ping) return {Event::Kind::ping, payload};
  if (opcode == Opcode::pong) return {Event::Kind::pong, payload};
  partial_.reset();
  closed_ = true;
  return close_event(payload);
}

void MessageReader::begin_frame(FrameHeader const& header) {
  if (!partial_) {
    partial_ = std::make_unique<Partial>();
    partial_->opcode = header.opcode;
    partial_->compressed = header.rsv1;
  }
  ++partial_->fragments;
  partial_->mask = header.mask;
  partial_->bytes_left = header.payload_bytes;
  partial_->frame_is_final = header.final_fragment;
  partial_->frame_under_way = true;
}

// Takes what is there of the frame under way; its end may be the message's.
Event MessageReader::gather(std::span<char> bytes, std::size_t& taken) {
  auto& partial = *partial_;
  auto const here = std::min<std::uint64_t>(partial.bytes_left, bytes.size() - taken);
  auto const announced = partial.gathered.size() + partial.bytes_left;
  auto const allowed = partial.compressed ? compressed_bytes_max(limits_.message_bytes_max)
                                          : limits_.message_bytes_max;
  auto* const to = partial.gathered.extend(here, partial.frame_is_final ? announced : allowed);
  partial.mask.apply(bytes.data() + taken, to, here);
  taken += here;
  partial.bytes_left -= here;
  auto const checked = partial.opcode == Opcode::text && !partial.compressed;
  if (checked && !partial.utf8.accept({to, here})) return broken_text();
  partial.frame_under_way = partial.bytes_left > 0;
  if (partial.frame_under_way || !partial.frame_is_final) return {};
  if (partial.compressed) return inflated(partial.opcode, partial.gathered.view());
  if (checked && !partial.utf8.complete()) return broken_text();
  partial.delivered = true;
  return message(partial.opcode, partial.gathered.view());
}

Event MessageReader::inflated(Opcode opcode, std::string_view compressed) {
  partial_->delivered = true;
  auto& text = partial_->inflated;
  switch (inflater_->inflate(compressed, limits_.message_bytes_max, text)) {
    case Inflater::Outcome::broken:
      return failed(CloseCode::invalid_payload, "message does not inflate");
    case Inflater::Outcome::too_large: return failed(CloseCode::too_large, "message is too large");
    case Inflater::Outcome::inflated: break;
  }
  if (opcode == Opcode::text && !is_valid_utf8(text)) return broken_text();
  return message(opcode, text);
}

}  // namespace switchboard::websocket
