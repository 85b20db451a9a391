#pragma once
// HTTP/1.1 messages as values (RFC 9110, RFC 9112). Views point into the bytes that were parsed.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace switchboard::http {

enum class Method : std::uint8_t {
  get,
  head,
  post,
  put,
  patch,
  del,
  options,
  trace,
  connect,
  other
};

[[nodiscard]] Method method_of(std::string_view name);  // case-sensitive, as methods are

struct HeaderView {
  std::string_view name;   // as it was sent
  std::string_view value;  // without white space around it
};

constexpr std::size_t headers_max = 100;

// What stands before the body. Valid only as long as the bytes that it was parsed from.
struct RequestHead {
  Method method = Method::other;
  std::string_view method_name;
  std::string_view path;   // still percent-encoded, starts with '/', or "*" for OPTIONS
  std::string_view query;  // without '?'
  bool http_1_0 = false;
  bool keep_alive = true;
  bool chunked = false;
  bool expects_continue = false;
  bool upgrades = false;  // Connection: upgrade and Upgrade: … are both there
  std::optional<std::uint64_t> content_length;
  std::array<HeaderView, headers_max> header_store;
  std::size_t header_count = 0;

  [[nodiscard]] std::span<HeaderView const> headers() const {
    return {header_store.data(), header_count};
  }
  // The first header of that name, without regard to case; nullopt when absent.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::string reason;  // printable ASCII; empty: the usual phrase
  std::vector<std::pair<std::string, std::string>>
      headers;  // besides Date, Content-Length and Connection
  std::string body;

  Response& with(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
};

[[nodiscard]] std::string_view reason_phrase(int status);

}  // namespace switchboard::http
