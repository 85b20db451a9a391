#pragma once
// permessage-deflate (RFC 7692) without context takeover: one deflater and one inflater serve every
// connection of a shard, so an idle connection holds none.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

struct z_stream_s;

namespace switchboard::websocket {

constexpr std::size_t deflate_bytes_min =
    200;  // shorter messages cost more to compress than they save

class Deflater {
 public:
  explicit Deflater(int window_bits = 15);  // 9 to 15
  ~Deflater();
  Deflater(Deflater const&) = delete;

  // The compressed block without its last four bytes 00 00 ff ff, appended to `out`.
  void deflate(std::string_view message, std::string& out);

 private:
  std::unique_ptr<z_stream_s> stream_;
};

class Inflater {
 public:
  Inflater();  // takes every window that a client may have agreed to
  ~Inflater();
  Inflater(Inflater const&) = delete;

  enum class Outcome { inflated, broken, too_large };
  // `message`: one whole compressed message, all fragments together. Stops as soon as `out` would
  // exceed `bytes_max`.
  [[nodiscard]] Outcome inflate(std::string_view message, std::size_t bytes_max, std::string& out);

 private:
  [[nodiscard]] Outcome inflate_part(std::string_view part, std::size_t bytes_max,
                                     std::string& out);

  std::unique_ptr<z_stream_s> stream_;
  bool ended_ = false;  // the last block said that it is final, and nothing stood behind it
};

}  // namespace switchboard::websocket
