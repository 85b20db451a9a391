#pragma once
// `json::append(out, value)`: appends JSON text, without a tree in between. The kinds are those of
// read.hpp, and Timestamp (RFC 3339). Of a struct's members an empty std::optional is written as
// null and an empty json::Omittable is left out. Strings must be valid UTF-8.

#include <boost/describe/class.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.hpp"
#include "base/json_escape.hpp"
#include "base/strong.hpp"
#include "base/uuid.hpp"
#include "protocol/json/omittable.hpp"

namespace switchboard::json {
namespace detail {

void append_integer(std::string& out, std::int64_t number);
void append_integer(std::string& out, std::uint64_t number);

}  // namespace detail

template <class T>
  requires boost::describe::has_describe_members<T>::value
void append(std::string& out, T const& value);
template <class T>
void append(std::string& out, std::vector<T> const& values);
template <class Tag, class T>
void append(std::string& out, Strong<Tag, T> const& value);

// Constrained, lest a pointer turn into a truth or a number into a letter.
template <std::same_as<bool> T>
void append(std::string& out, T value) {
  out += value ? std::string_view("true") : std::string_view("false");
}
template <std::signed_integral T>
void append(std::string& out, T value) {
  detail::append_integer(out, std::int64_t{value});
}
template <std::unsigned_integral T>
  requires(!std::same_as<T, bool>)
void append(std::string& out, T value) {
  detail::append_integer(out, std::uint64_t{value});
}
// The shortest text that reads back the same; null when it is not finite.
void append(std::string& out, double value);
inline void append(std::string& out, std::string_view value) { append_json_string(out, value); }
inline void append(std::string& out, std::string const& value) { append_json_string(out, value); }
inline void append(std::string& out, char const* value) { append_json_string(out, value); }
void append(std::string& out, Uuid const& value);
void append(std::string& out, Timestamp value);

template <class T>
void append(std::string& out, std::optional<T> const& value) {
  if (value)
    append(out, *value);
  else
    out += "null";
}

template <class Tag, class T>
void append(std::string& out, Strong<Tag, T> const& value) {
  append(out, value.value());
}

template <class T>
void append(std::string& out, std::vector<T> const& values) {
  out += '[';
  bool first = true;
  for (auto const& value : values) {
    if (!std::exchange(first, false)) out += ',';
    append(out, value);
  }
  out += ']';
}

namespace detail {

// Appends `,"NAME":value`; the caller turns the first comma into the brace.
template <class T>
void append_member(std::string& out, std::string_view name, T const& value) {
  out += ",\"";
  out += name;
  out += "\":";
  append(out, value);
}
template <class T>
void append_member(std::string& out, std::string_view name, Omittable<T> const& value) {
  if (value) append_member(out, name, *value);
}

}  // namespace detail

template <class T>
  requires boost::describe::has_describe_members<T>::value
void append(std::string& out, T const& value) {
  using Members = boost::describe::describe_members<T, boost::describe::mod_any_access>;
  auto start = out.size();
  boost::mp11::mp_for_each<Members>(
      [&](auto member) { detail::append_member(out, member.name, value.*member.pointer); });
  if (out.size() == start)
    out += '{';
  else
    out[start] = '{';
  out += '}';
}

template <class T>
[[nodiscard]] std::string to_text(T const& value) {
  std::string out;
  append(out, value);
  return out;
}

}  // namespace switchboard::json
