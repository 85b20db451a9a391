#include "protocol/websocket/deflate.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <limits>

#include "base/expects.hpp"

namespace switchboard::websocket {
namespace {

using namespace std::string_view_literals;

// What ends every Z_SYNC_FLUSH; senders leave it out (RFC 7692 section 7.2.1).
constexpr auto tail = "\x00\x00\xff\xff"sv;
constexpr int any_window_bits = 15;

// Chat frames measured: level 1 takes a third of level 6's time on 9 KB and comes out as small; on
// 200 bytes most of the time goes into building the codes, and a smaller hash table, which every
// reset clears, saves a fifth of it at no cost in bytes.
constexpr int level = 1;
constexpr int memory_level = 6;

void give_input(z_stream& stream, std::string_view bytes) {
  expects(bytes.size() <= std::numeric_limits<uInt>::max(), "a message that zlib can count");
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
}

// Lets `step` write up to `room` bytes behind what `out` holds, without clearing them first.
template <class Step>
void append_through(z_stream& stream, std::string& out, std::size_t room, Step step) {
  auto const before = out.size();
  out.resize_and_overwrite(before + room, [&](char* bytes, std::size_t) {
    stream.next_out = reinterpret_cast<Bytef*>(bytes + before);
    stream.avail_out = static_cast<uInt>(room);
    step();
    return before + room - stream.avail_out;
  });
}

}  // namespace

Deflater::Deflater(int window_bits) : stream_(std::make_unique<z_stream>()) {
  expects(window_bits >= 9 && window_bits <= any_window_bits, "a window of 9 to 15 bits");
  auto const status = deflateInit2(stream_.get(), level, Z_DEFLATED, -window_bits, memory_level,
                                   Z_DEFAULT_STRATEGY);
  expects(status == Z_OK, "zlib to start");
}

Deflater::~Deflater() { deflateEnd(stream_.get()); }

void Deflater::deflate(std::string_view message, std::string& out) {
  if (message.empty()) {
    out += '\0';  // RFC 7692 section 7.2.3.6
    return;
  }
  auto const before = out.size();
  deflateReset(stream_.get());
  give_input(*stream_, message);
  auto room = deflateBound(stream_.get(), message.size()) + tail.size() + 1;
  do {
    append_through(*stream_, out, room, [&] { ::deflate(stream_.get(), Z_SYNC_FLUSH); });
    room = 64;
  } while (stream_->avail_out == 0);
  expects(out.size() >= before + tail.size() && out.ends_with(tail), "a flush to end as it must");
  out.resize(out.size() - tail.size());
}

Inflater::Inflater() : stream_(std::make_unique<z_stream>()) {
  expects(inflateInit2(stream_.get(), -any_window_bits) == Z_OK, "zlib to start");
}

Inflater::~Inflater() { inflateEnd(stream_.get()); }

Inflater::Outcome Inflater::inflate(std::string_view message, std::size_t bytes_max,
                                    std::string& out) {
  if (message.empty()) return Outcome::inflated;
  inflateReset(stream_.get());
  auto const outcome = inflate_part(message, bytes_max, out);
  if (outcome != Outcome::inflated || ended_) return outcome;
  if (auto const last = inflate_part(tail, bytes_max, out); last != Outcome::inflated) return last;
  // zlib's own sign of standing between two blocks: a message that stops inside one was cut short.
  constexpr int between_blocks = 128;
  return (stream_->data_type & between_blocks) != 0 ? Outcome::inflated : Outcome::broken;
}

Inflater::Outcome Inflater::inflate_part(std::string_view part, std::size_t bytes_max,
                                         std::string& out) {
  give_input(*stream_, part);
  for (;;) {
    // One byte more than allowed tells `exactly full` from `too large`.
    auto const allowed = bytes_max + 1 - std::min(out.size(), bytes_max + 1);
    auto const likely = std::max<std::size_t>(64, part.size() * 4);
    auto const room = std::min(allowed, std::max(likely, out.capacity() - out.size()));
    if (room == 0) return Outcome::too_large;
    int status = Z_OK;
    append_through(*stream_, out, room, [&] { status = ::inflate(stream_.get(), Z_SYNC_FLUSH); });
    if (out.size() > bytes_max) return Outcome::too_large;
    ended_ = status == Z_STREAM_END && stream_->avail_in == 0;
    if (ended_) return Outcome::inflated;
    // Blocks behind a final one go on with the same window (RFC 7692 section 7.2.3.4).
    if (status == Z_STREAM_END && inflateResetKeep(stream_.get()) == Z_OK) continue;
    if (status != Z_OK && status != Z_BUF_ERROR) return Outcome::broken;
    if (stream_->avail_out > 0) return Outcome::inflated;  // all input is taken
  }
}

}  // namespace switchboard::websocket
