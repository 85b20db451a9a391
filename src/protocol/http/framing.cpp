#include "protocol/http/framing.hpp"

#include "protocol/http/syntax.hpp"

namespace switchboard::http {

void Framing::note(HeaderView const& field, std::size_t index) {
  auto const named = [&](std::string_view name) { return equals_ignoring_case(field.name, name); };
  switch (field.name.size()) {
    case 4:
      if (!named("host")) return;
      ++hosts_;
      host_index_ = index;
      host_broken_ |= !is_authority(field.value);
      return;
    case 6:
      if (named("expect")) expects_continue_ |= equals_ignoring_case(field.value, "100-continue");
      return;
    case 7:
      if (named("upgrade")) upgrade_given_ |= !field.value.empty();
      return;
    case 10:
      if (named("connection")) note_connection(field.value);
      return;
    case 14:
      if (named("content-length")) note_content_length(field.value);
      return;
    case 17:
      if (named("transfer-encoding")) note_transfer_encoding(field.value);
      return;
    default: return;
  }
}

void Framing::note_connection(std::string_view value) {
  while (!value.empty()) {
    auto const option = trimmed(take_until(value, ','));
    connection_close_ |= equals_ignoring_case(option, "close");
    connection_keep_alive_ |= equals_ignoring_case(option, "keep-alive");
    connection_upgrade_ |= equals_ignoring_case(option, "upgrade");
    connection_broken_ |= !all(token_char, option);
  }
}

void Framing::note_content_length(std::string_view value) {
  constexpr std::size_t digits_max = 18;  // no such number overflows
  length_broken_ |= value.empty() || value.size() > digits_max || !all(digit_char, value);
  if (length_broken_) return;
  std::uint64_t length = 0;
  for (auto c : value) length = length * 10 + static_cast<std::uint64_t>(c - '0');
  length_broken_ = length_given_ && length != length_;
  length_given_ = true;
  length_ = length;
}

void Framing::note_transfer_encoding(std::string_view value) {
  coding_repeated_ |= coding_given_ || !equals_ignoring_case(value, "chunked");
  coding_given_ = true;
  while (!value.empty()) {
    auto const coding = trimmed(take_until(value, ','));
    coding_unknown_ |= !coding.empty() && !equals_ignoring_case(coding, "chunked");
  }
}

int Framing::judge_body(RequestHead const& head) const {
  if (length_broken_) return 400;
  if (!coding_given_) return 0;
  // HTTP/1.0 knows no transfer coding: whoever sends one has framed it for somebody else (RFC 9112
  // section 6.1).
  if (length_given_ || head.http_1_0) return 400;
  if (coding_unknown_) return 501;
  return coding_repeated_ ? 400 : 0;
}

int Framing::conclude(RequestHead& head) const {
  if (hosts_ > 1 || host_broken_ || (hosts_ == 0 && !head.http_1_0)) return 400;
  if (connection_broken_) return 400;
  if (auto const status = judge_body(head)) return status;
  if (!authority.empty() && hosts_ == 1) head.header_store[host_index_].value = authority;
  head.keep_alive = !connection_close_ && (!head.http_1_0 || connection_keep_alive_);
  head.upgrades = connection_upgrade_ && upgrade_given_ && !head.http_1_0;
  head.expects_continue = expects_continue_ && !head.http_1_0;
  head.chunked = coding_given_;
  head.content_length = length_given_ ? std::optional(length_) : std::nullopt;
  return 0;
}

}  // namespace switchboard::http
