// The table against RFC 3629 read aloud, and pieces against the whole. The first byte says where to
// cut.

#include "base/utf8.hpp"

#include <cstdint>

#include "base/expects.hpp"

using namespace switchboard;

namespace {

unsigned sequence_bytes(unsigned lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xc0 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xf0 && lead < 0xf8 ? 4 : 0;
}

// Takes one character off the front; false when there is none.
bool take_character(std::string_view& text) {
  auto const lead = static_cast<std::uint8_t>(text[0]);
  auto const bytes = sequence_bytes(lead);
  if (bytes == 0 || bytes > text.size()) return false;
  std::uint32_t point = bytes == 1 ? lead : lead & (0x7fU >> bytes);
  for (unsigned i = 1; i < bytes; ++i) {
    auto const next = static_cast<std::uint8_t>(text[i]);
    if (next >> 6 != 2) return false;
    point = point << 6 | (next & 0x3fU);
  }
  text.remove_prefix(bytes);
  constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  return point >= least[bytes] && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
}

bool is_utf8_by_the_book(std::string_view text) {
  while (!text.empty())
    if (!take_character(text)) return false;
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* input, std::size_t size) {
  if (size < 1) return 0;
  std::string_view const text(reinterpret_cast<char const*>(input) + 1, size - 1);
  auto const valid = is_utf8_by_the_book(text);
  expects(is_valid_utf8(text) == valid, "the table to agree with the book");

  Utf8Checker checker;
  auto const cut = input[0] % size;
  auto const accepted = checker.accept(text.substr(0, cut)) && checker.accept(text.substr(cut));
  expects((accepted && checker.complete()) == valid, "the pieces to agree with the whole");

  Utf8Checker trickled;
  auto alive = true;
  for (std::size_t i = 0; i < text.size() && alive; ++i) alive = trickled.accept(text.substr(i, 1));
  expects((alive && trickled.complete()) == valid, "the bytes to agree with the whole");
  return 0;
}
