#include "protocol/websocket/extension_offer.hpp"

#include "protocol/http/syntax.hpp"

namespace switchboard::websocket {

std::string_view ExtensionScanner::next_name() {
  while (take(',')) {  // empty members of a list are skipped (RFC 9110 section 5.6.1)
  }
  if (broken_ || left_.empty()) return {};
  return take_token();
}

std::optional<ExtensionParameter> ExtensionScanner::next_parameter() {
  if (broken_ || !take(';')) {
    broken_ |= !left_.empty() && left_.front() != ',';
    return std::nullopt;
  }
  ExtensionParameter parameter{take_token(), std::nullopt};
  if (!broken_ && take('=')) parameter.value = take('"') ? take_quoted() : take_token();
  if (broken_) return std::nullopt;
  return parameter;
}

// With the blanks before and behind it.
bool ExtensionScanner::take(char wanted) {
  skip_blanks();
  if (!left_.starts_with(wanted)) return false;
  left_.remove_prefix(1);
  if (wanted != '"') skip_blanks();
  return true;
}

std::string_view ExtensionScanner::take_token() {
  std::size_t bytes = 0;
  while (bytes < left_.size() && http::is(http::token_char, left_[bytes])) ++bytes;
  broken_ |= bytes == 0;
  auto const token = left_.substr(0, bytes);
  left_.remove_prefix(bytes);
  skip_blanks();
  return token;
}

// What is quoted must be a token once it is unquoted, so it needs no escapes.
std::string_view ExtensionScanner::take_quoted() {
  auto const closed = left_.find('"') != std::string_view::npos;
  auto const token = http::take_until(left_, '"');
  broken_ |= !closed || !http::is_token(token);
  skip_blanks();
  return token;
}

void ExtensionScanner::skip_blanks() {
  while (left_.starts_with(' ') || left_.starts_with('\t')) left_.remove_prefix(1);
}

}  // namespace switchboard::websocket
