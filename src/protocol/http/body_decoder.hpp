#pragma once
// Takes a body off the wire: Content-Length or chunked (RFC 9112 section 7.1), with a bound on its
// bytes.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/http/message.hpp"

namespace switchboard::http {

class BodyDecoder {
 public:
  enum class Outcome { incomplete, complete, refused };

  BodyDecoder() = default;  // a body of no bytes
  // `bytes_max`: over it 413, for Content-Length before a single byte is taken.
  BodyDecoder(RequestHead const& head, std::size_t bytes_max);

  // Appends decoded bytes to `body`; `taken` says how many of `bytes` belonged to this body. Chunk
  // extensions and trailers are bounded (4 KiB together) and dropped; chunk sizes are hex of at
  // most 16 digits; only CRLF ends a line.
  [[nodiscard]] Outcome decode(std::string_view bytes, std::size_t& taken, std::string& body);

  [[nodiscard]] int status() const { return status_; }  // after `refused`: 400 or 413

 private:
  enum class State : std::uint8_t {
    fixed,
    size,
    size_blank,  // white space between the size and the semicolon of an extension
    extension,
    size_lf,
    chunk,
    chunk_cr,
    chunk_lf,
    trailer_start,
    trailer_name,
    trailer_value,
    trailer_lf,
    last_lf,
    done,
    refused
  };

  [[nodiscard]] State after(char byte);
  [[nodiscard]] State after_size(char byte);
  [[nodiscard]] State after_trailer(char byte);
  [[nodiscard]] State chunk_announced();
  [[nodiscard]] State refuse(int status);
  void take_body(std::string_view bytes, std::size_t& taken, std::string& body);

  State state_ = State::done;
  int status_ = 400;
  std::uint64_t left_ = 0;  // of the body or chunk; while its size is read, that size
  std::size_t bytes_max_ = 0;
  std::size_t total_ = 0;     // announced by all chunks
  std::size_t overhead_ = 0;  // bytes of extensions and trailers
  int digits_ = 0;
};

}  // namespace switchboard::http
