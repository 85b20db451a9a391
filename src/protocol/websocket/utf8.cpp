#include "protocol/websocket/utf8.hpp"

#include <array>
#include <cstring>

namespace switchboard::websocket {
namespace {

// What may follow (RFC 3629 section 4). The lead bytes with a narrower second byte have states of
// their own.
enum State : std::uint8_t {
  between,  // characters
  one_left,
  two_left,
  three_left,
  after_e0,  // A0..BF: else overlong
  after_ed,  // 80..9F: else a surrogate
  after_f0,  // 90..BF: else overlong
  after_f4,  // 80..8F: else above U+10FFFF
  broken,
  states,
};

using Row = std::array<std::uint8_t, 256>;

constexpr std::array<Row, states> next_state = [] {
  std::array<Row, states> table{};
  auto const set = [&](State from, unsigned first, unsigned last, State to) {
    for (auto byte = first; byte <= last; ++byte) table[from][byte] = to;
  };
  for (auto& row : table) row.fill(broken);
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
  return table;
}();

// Where the run of whole 8-byte words without a high bit ends.
char const* skip_ascii(char const* at, char const* end) {
  for (; end - at >= 8; at += 8) {
    std::uint64_t word;
    std::memcpy(&word, at, sizeof word);
    if ((word & 0x8080808080808080U) != 0) break;
  }
  return at;
}

}  // namespace

bool Utf8Checker::accept(std::string_view piece) {
  auto state = state_;
  auto const* at = piece.data();
  auto const* const end = at + piece.size();
  while (at != end && state != broken) {
    if (state == between && static_cast<std::uint8_t>(*at) < 0x80) {
      at = skip_ascii(at, end);
      if (at == end) break;
    }
    state = next_state[state][static_cast<std::uint8_t>(*at++)];
  }
  state_ = state;
  return state != broken;
}

bool is_valid_utf8(std::string_view text) {
  Utf8Checker checker;
  return checker.accept(text) && checker.complete();
}

}  // namespace switchboard::websocket
