#pragma once
// Sec-WebSocket-Extensions taken apart (RFC 6455 section 9.1), one word at a time.

#include <optional>
#include <string_view>

namespace switchboard::websocket {

// `; name` or `; name=value`, the value without its quotes.
struct ExtensionParameter {
  std::string_view name;
  std::optional<std::string_view> value;
};

// Reads `name; parameter; parameter=value, name; …` from left to right.
class ExtensionScanner {
 public:
  explicit ExtensionScanner(std::string_view text) : left_(text) {}

  // The next extension's name; empty when there is none or broken() holds.
  [[nodiscard]] std::string_view next_name();
  // The current extension's next parameter; nullopt when there is none or broken() holds.
  [[nodiscard]] std::optional<ExtensionParameter> next_parameter();
  // The text does not keep to the grammar, and nothing that was read of it may be used.
  [[nodiscard]] bool broken() const { return broken_; }

 private:
  [[nodiscard]] bool take(char wanted);
  [[nodiscard]] std::string_view take_token();
  [[nodiscard]] std::string_view take_quoted();
  void skip_blanks();

  std::string_view left_;
  bool broken_ = false;
};

}  // namespace switchboard::websocket
