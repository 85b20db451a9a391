#pragma once
// Responses as bytes.

#include <string>
#include <string_view>

#include "protocol/http/message.hpp"

namespace switchboard::http {

struct WriteOptions {
  std::string_view
      date;  // IMF-fixdate (RFC 9110 section 5.6.7), kept by the caller and renewed once a second
  bool keep_alive = true;
  bool http_1_0 = false;   // then keep-alive is said aloud
  bool head_only = false;  // HEAD: the header says the body's length, the body is left out
};

// Appends status line, Date, Content-Length (not for 1xx, 204, 304), the response's headers and the
// body. CR, LF and NUL in a header's value, or in the reason phrase, are a bug and throw.
void write_response(std::string& out, Response const& response, WriteOptions const& options);

// `Fri, 20 Nov 2026 08:15:00 GMT`
[[nodiscard]] std::string imf_fixdate(std::int64_t unix_seconds);

}  // namespace switchboard::http
