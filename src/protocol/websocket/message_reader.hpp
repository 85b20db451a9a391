#pragma once
// Messages from clients, out of the bytes of their frames (RFC 6455 sections 5 and 6): masking,
// fragments, control frames between fragments, UTF-8 (section 8.1), permessage-deflate, limits.
// Holds nothing while no message is under way.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "protocol/websocket/deflate.hpp"
#include "protocol/websocket/frame.hpp"

namespace switchboard::websocket {

struct FrameHeader;

struct ReaderLimits {
  std::size_t message_bytes_max = 64 * 1024;  // after decompression
  std::size_t fragments_max = 1024;           // of one message; over it policy
};

// One thing that the client said. `payload` is valid until the next call; a close's is its reason.
struct Event {
  enum class Kind : std::uint8_t { none, text, binary, ping, pong, close, failed };
  Kind kind = Kind::none;
  std::string_view payload;
  CloseCode code = CloseCode::normal;  // close: the client's (1005 when it gave none); failed: what
                                       // to close with
  std::string_view reason;             // failed: for the close frame and the log; static
};

class MessageReader {
 public:
  // `inflater`: null when permessage-deflate was not agreed; shared by the shard's connections;
  // must outlive the reader.
  MessageReader(ReaderLimits limits, Inflater* inflater);
  ~MessageReader();
  MessageReader(MessageReader&&) noexcept;
  MessageReader& operator=(MessageReader&&) noexcept;

  // Takes the next event from the front of `bytes`, which are unmasked in place; `taken` says how
  // many bytes are done with. `none`: more bytes are needed (`taken` may still be above 0: parts of
  // large frames and fragments are kept inside). After `failed` the reader must not be used again;
  // after `close` it drops whatever follows (RFC 6455 section 1.4).
  [[nodiscard]] Event next(std::span<char> bytes, std::size_t& taken);

 private:
  struct Partial;  // a message under way, or the last one that had to be put together

  [[nodiscard]] Event refused(FrameHeader const& header) const;
  [[nodiscard]] Event control_event(Opcode opcode, std::string_view payload);
  [[nodiscard]] Event whole_message(FrameHeader& header, std::span<char> payload);
  [[nodiscard]] Event gather(std::span<char> bytes, std::size_t& taken);
  [[nodiscard]] Event inflated(Opcode opcode, std::string_view compressed);
  void begin_frame(FrameHeader const& header);

  ReaderLimits limits_;
  Inflater* inflater_;
  std::unique_ptr<Partial> partial_;
  bool closed_ = false;
};

}  // namespace switchboard::websocket
