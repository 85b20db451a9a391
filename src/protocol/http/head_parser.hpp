#pragma once
// Parses request heads, strictly (RFC 9112 sections 2 to 6). What smuggles is refused: obs-fold,
// bare CR or LF, white space before a colon, missing, doubled or malformed Host, Content-Length
// beside Transfer-Encoding or given twice with other values, any transfer coding but a single final
// `chunked`, a Connection that is no list of tokens, non-ASCII or control characters in the target.

#include <cstddef>
#include <string_view>

#include "protocol/http/message.hpp"

namespace switchboard::http {

class Framing;

struct HeadLimits {
  std::size_t bytes_max = 16 * 1024;  // over it 431 (414 when the request line alone is over it)
  std::size_t count_max = headers_max;
};

class HeadParser {
 public:
  enum class Outcome { incomplete, complete, refused };

  explicit HeadParser(HeadLimits limits = {}) : limits_(limits) {}

  // `bytes`: everything received since the last head or body ended; call again with more while
  // incomplete. Never looks at a byte twice for the end of the head, so trickled bytes cost no more
  // than whole ones. Leading empty lines (at most 4) are skipped. On `complete`, head_bytes() of
  // `bytes` belong to the head and the parser starts afresh.
  [[nodiscard]] Outcome parse(std::string_view bytes, RequestHead& head);

  [[nodiscard]] std::size_t head_bytes() const { return head_bytes_; }
  // After `refused`: 400, 414, 431, 501 (unknown transfer coding) or 505. The connection must be
  // closed after it.
  [[nodiscard]] int status() const { return status_; }

 private:
  // How far the lines of an unfinished head have been looked at.
  struct Progress {
    std::size_t line = 0;      // where the first unfinished line starts
    std::size_t searched = 0;  // up to where no end of that line was found
    std::size_t headers = 0;
    int empty_lines = 0;
    bool request_line_seen = false;
  };

  [[nodiscard]] Outcome read_lines(std::string_view bytes, RequestHead& head, Framing& framing);
  [[nodiscard]] int read_line(std::string_view line, RequestHead& head, Framing& framing);
  [[nodiscard]] int read_field(std::string_view line, RequestHead& head, Framing& framing);
  [[nodiscard]] Outcome refuse(int status);
  [[nodiscard]] int status_over_limit() const { return progress_.request_line_seen ? 431 : 414; }

  HeadLimits limits_;
  Progress progress_;
  std::size_t head_bytes_ = 0;
  int status_ = 400;
};

}  // namespace switchboard::http
