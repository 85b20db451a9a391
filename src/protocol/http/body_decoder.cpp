#include "protocol/http/body_decoder.hpp"

#include <algorithm>

#include "protocol/http/syntax.hpp"

namespace switchboard::http {
namespace {

constexpr std::size_t overhead_bytes_max = 4096;
constexpr int size_digits_max = 16;

}  // namespace

BodyDecoder::BodyDecoder(RequestHead const& head, std::size_t bytes_max) : bytes_max_(bytes_max) {
  if (head.chunked) {
    state_ = State::size;
    return;
  }
  left_ = head.content_length.value_or(0);
  state_ = left_ > 0 ? State::fixed : State::done;
  if (left_ > bytes_max) state_ = refuse(413);
}

BodyDecoder::Outcome BodyDecoder::decode(std::string_view bytes, std::size_t& taken,
                                         std::string& body) {
  taken = 0;
  while (taken < bytes.size() && state_ != State::done && state_ != State::refused) {
    if (state_ == State::fixed || state_ == State::chunk)
      take_body(bytes, taken, body);
    else
      state_ = after(bytes[taken++]);
  }
  if (state_ == State::refused) return Outcome::refused;
  return state_ == State::done ? Outcome::complete : Outcome::incomplete;
}

void BodyDecoder::take_body(std::string_view bytes, std::size_t& taken, std::string& body) {
  auto const here = std::min<std::uint64_t>(left_, bytes.size() - taken);
  body.append(bytes.substr(taken, here));
  taken += here;
  left_ -= here;
  if (left_ == 0) state_ = state_ == State::fixed ? State::done : State::chunk_cr;
}

// One byte of the lines around the chunks.
BodyDecoder::State BodyDecoder::after(char byte) {
  switch (state_) {
    case State::size: return after_size(byte);
    case State::size_blank:
    case State::extension:
    case State::trailer_start:
    case State::trailer_name:
    case State::trailer_value:
      if (++overhead_ > overhead_bytes_max) return refuse(400);
      return after_trailer(byte);
    case State::size_lf: return byte == '\n' ? chunk_announced() : refuse(400);
    case State::chunk_cr: return byte == '\r' ? State::chunk_lf : refuse(400);
    case State::chunk_lf: return byte == '\n' ? State::size : refuse(400);
    case State::trailer_lf: return byte == '\n' ? State::trailer_start : refuse(400);
    case State::last_lf: return byte == '\n' ? State::done : refuse(400);
    default: return refuse(400);
  }
}

BodyDecoder::State BodyDecoder::after_size(char byte) {
  if (auto const digit = hex_value(byte); digit >= 0) {
    if (++digits_ > size_digits_max) return refuse(400);
    left_ = left_ << 4 | static_cast<unsigned>(digit);
    return State::size;
  }
  if (digits_ == 0) return refuse(400);
  if (byte == '\r') return State::size_lf;
  if (byte == ';') return State::extension;
  return byte == ' ' || byte == '\t' ? State::size_blank : refuse(400);
}

// What is read only to be dropped. It is still checked: a line that ends elsewhere for the next
// server is how requests are smuggled.
BodyDecoder::State BodyDecoder::after_trailer(char byte) {
  switch (state_) {
    case State::size_blank:
      if (byte == ';') return State::extension;
      return byte == ' ' || byte == '\t' ? state_ : refuse(400);
    case State::extension:
      if (byte == '\r') return State::size_lf;
      return is(field_char, byte) ? state_ : refuse(400);
    case State::trailer_value:
      if (byte == '\r') return State::trailer_lf;
      return is(field_char, byte) ? state_ : refuse(400);
    case State::trailer_start:
      if (byte == '\r') return State::last_lf;
      return is(token_char, byte) ? State::trailer_name : refuse(400);
    default:
      if (byte == ':') return State::trailer_value;
      return is(token_char, byte) ? State::trailer_name : refuse(400);
  }
}

BodyDecoder::State BodyDecoder::chunk_announced() {
  digits_ = 0;
  if (left_ == 0) return State::trailer_start;
  if (left_ > bytes_max_ - total_) return refuse(413);
  total_ += left_;
  return State::chunk;
}

BodyDecoder::State BodyDecoder::refuse(int status) {
  status_ = status;
  return State::refused;
}

}  // namespace switchboard::http
