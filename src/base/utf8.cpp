#include "base/utf8.hpp"

#include <array>
#include <cstring>

namespace switchboard {
namespace {

// What may follow (RFC 3629 section 4); the lead bytes with a narrower second byte have states of
// their own. A state is the place of its six bits in the rows below, so that one shift leads from
// state to state and the processor can load the row of the next byte meanwhile.
enum State : std::uint8_t {
  between = 0,  // characters
  one_left = 6,
  two_left = 12,
  three_left = 18,
  after_e0 = 24,  // A0..BF: else overlong
  after_ed = 30,  // 80..9F: else a surrogate
  after_f0 = 36,  // 90..BF: else overlong
  after_f4 = 42,  // 80..8F: else above U+10FFFF
  broken = 48,    // and so it stays
};

// For each byte, the state after it for every state before it.
constexpr std::array<std::uint64_t, 256> transitions = [] {
  std::array<std::uint64_t, 256> rows{};
  auto const set = [&](State from, unsigned first, unsigned last, State to) {
    for (auto byte = first; byte <= last; ++byte)
      rows[byte] = (rows[byte] & ~(std::uint64_t{63} << from)) | std::uint64_t{to} << from;
  };
  for (unsigned from = between; from <= broken; from += 6)
    set(static_cast<State>(from), 0x00, 0xff, broken);
  set(between, 0x00, 0x7f, between);
  set(between, 0xc2, 0xdf, one_left);
  set(between, 0xe0, 0xef, two_left);
  set(between, 0xe0, 0xe0, after_e0);
  set(between, 0xed, 0xed, after_ed);
  set(between, 0xf0, 0xf0, after_f0);
  set(between, 0xf1, 0xf3, three_left);
  set(between, 0xf4, 0xf4, after_f4);
  set(one_left, 0x80, 0xbf, between);
  set(two_left, 0x80, 0xbf, one_left);
  set(three_left, 0x80, 0xbf, two_left);
  set(after_e0, 0xa0, 0xbf, one_left);
  set(after_ed, 0x80, 0x9f, one_left);
  set(after_f0, 0x90, 0xbf, two_left);
  set(after_f4, 0x80, 0x8f, two_left);
  return rows;
}();

constexpr std::ptrdiff_t word_bytes = 8;

std::uint64_t after(std::uint64_t state, char const* at, char const* end) {
  for (; at != end; ++at) state = transitions[static_cast<std::uint8_t>(*at)] >> (state & 63);
  return state & 63;
}

// Where the run of whole words without a high bit ends.
char const* skip_ascii(char const* at, char const* end) {
  auto const is_ascii = [](char const* bytes) {
    std::uint64_t word;
    std::memcpy(&word, bytes, sizeof word);
    return (word & 0x8080808080808080U) == 0;
  };
  while (end - at >= word_bytes && is_ascii(at)) at += word_bytes;
  return at;
}

}  // namespace

bool Utf8Checker::accept(std::string_view piece) {
  std::uint64_t state = state_;
  auto const* at = piece.data();
  auto const* const end = at + piece.size();
  while (end - at >= word_bytes && state != broken) {
    if (state == between) at = skip_ascii(at, end);
    if (end - at < word_bytes) break;
    state = after(state, at, at + word_bytes);
    at += word_bytes;
  }
  if (state != broken) state = after(state, at, end);
  state_ = static_cast<std::uint8_t>(state);
  return state != broken;
}

bool is_valid_utf8(std::string_view text) {
  Utf8Checker checker;
  return checker.accept(text) && checker.complete();
}

}  // namespace switchboard
