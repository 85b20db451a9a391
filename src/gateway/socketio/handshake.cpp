#include "gateway/socketio/client.hpp"
#include "protocol/http/syntax.hpp"

namespace switchboard::socketio {
namespace {

constexpr char line_end = '\n';  // no part of a request's head has one

}  // namespace

Handshake::Handshake(http::Request const& request, Timestamp issued)
    : peer_(request.peer), issued_(issued), secure_(request.secure) {
  auto const& head = request.head;
  auto size = head.path.size() + head.query.size() + 2;
  for (auto const& header : head.headers()) size += header.name.size() + header.value.size() + 2;
  lines_.reserve(size);
  ((lines_ += head.path) += line_end) += head.query;
  for (auto const& header : head.headers())
    ((((lines_ += line_end) += header.name) += line_end) += header.value);
}

std::string_view Handshake::path() const {
  std::string_view rest = lines_;
  return http::take_until(rest, line_end);
}

std::string_view Handshake::query() const {
  std::string_view rest = lines_;
  static_cast<void>(http::take_until(rest, line_end));
  return http::take_until(rest, line_end);
}

std::vector<std::pair<std::string_view, std::string_view>> Handshake::headers() const {
  std::vector<std::pair<std::string_view, std::string_view>> headers;
  std::string_view rest = lines_;
  static_cast<void>(http::take_until(rest, line_end));
  static_cast<void>(http::take_until(rest, line_end));
  while (!rest.empty()) {
    auto const name = http::take_until(rest, line_end);
    headers.emplace_back(name, http::take_until(rest, line_end));
  }
  return headers;
}

std::string_view Handshake::header(std::string_view name) const {
  for (auto const& [key, value] : headers())
    if (http::equals_ignoring_case(key, name)) return value;
  return {};
}

}  // namespace switchboard::socketio
