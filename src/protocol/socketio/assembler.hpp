#pragma once
// A client's text packets and the binary attachments behind them, put together and checked whole.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/socketio/event.hpp"
#include "protocol/socketio/packet.hpp"

namespace switchboard::socketio {

struct Message {
  std::vector<char> text;  // what the packet's views show; not a string, for it must not move
  Packet packet{};
  std::vector<std::string> attachments;

  Message() = default;
  Message(Message&&) noexcept = default;
  Message& operator=(Message&&) noexcept = default;
  Message(Message const&) = delete;
  Message& operator=(Message const&) = delete;
};

// One message under way at a time, at most `bytes_max` long with its attachments.
class Assembler {
 public:
  explicit Assembler(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  // broken: undecodable, a payload that its type may not have, a type that only servers send, text
  // while an attachment is awaited, an attachment while none is, over a bound; and so it stays.
  enum class Outcome : std::uint8_t { complete, incomplete, broken };
  [[nodiscard]] Outcome take_text(std::string_view text);
  [[nodiscard]] Outcome take_binary(std::string_view bytes);

  // After `complete`, until the next call: look at it, or move from it.
  [[nodiscard]] Message&& message() { return std::move(message_); }

  // Whether attachments are awaited.
  [[nodiscard]] bool waiting() const { return attachments_left_ > 0; }

 private:
  [[nodiscard]] Outcome broken();

  std::size_t bytes_max_;
  std::size_t bytes_ = 0;  // of the message under way
  std::uint32_t attachments_left_ = 0;
  bool broken_ = false;
  Message message_;
};

}  // namespace switchboard::socketio
