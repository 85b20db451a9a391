#include "protocol/json/append.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace switchboard::json {
namespace {

template <class T>
void append_number(std::string& out, T number) {
  std::array<char, 32> text;
  auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  out.append(text.data(), end);
}

}  // namespace

void detail::append_integer(std::string& out, std::int64_t number) { append_number(out, number); }

void detail::append_integer(std::string& out, std::uint64_t number) { append_number(out, number); }

void append(std::string& out, double value) {
  if (std::isfinite(value))
    append_number(out, value);
  else
    out += "null";
}

void append(std::string& out, Uuid const& value) {
  out += '"';
  value.append_to(out);
  out += '"';
}

void append(std::string& out, Timestamp value) {
  out += '"';
  append_rfc3339(out, value);
  out += '"';
}

}  // namespace switchboard::json
