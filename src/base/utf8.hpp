#pragma once
// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.

#include <cstdint>
#include <string_view>

namespace switchboard {

[[nodiscard]] bool is_valid_utf8(std::string_view text);

// The same, fed piece by piece, so that a broken text is refused at its first broken byte (RFC 6455
// section 8.1).
class Utf8Checker {
 public:
  [[nodiscard]] bool accept(std::string_view piece);  // false: broken
  [[nodiscard]] bool complete() const { return state_ == 0; }

 private:
  std::uint8_t state_ = 0;
};

}  // namespace switchboard
