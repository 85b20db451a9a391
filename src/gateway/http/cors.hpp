#pragma once
// Which foreign origins a browser may let read our answers (the Fetch standard's CORS protocol).
// Exact origins, or all of them, and never credentials: tokens travel in a header, no cookie
// authenticates.

#include <string>
#include <string_view>
#include <vector>

#include "protocol/http/message.hpp"

namespace switchboard::http {

class Cors {
 public:
  // Empty: same origin only. `*` among them: any.
  explicit Cors(std::vector<std::string> origins);

  [[nodiscard]] bool allows(std::string_view origin) const;

  // For every answer: lets a listed origin read it.
  void mark(RequestHead const& head, Response& response) const;
  // For the answer to OPTIONS: says what a listed origin may send. `allow`: the methods.
  void mark_preflight(RequestHead const& head, std::string_view allow, Response& response) const;

 private:
  std::vector<std::string> origins_;
  bool any_;
};

// `Origin` of the very host that was asked: a browser on our own pages. The scheme is not looked
// at, for a proxy may have ended TLS.
[[nodiscard]] bool is_same_origin(RequestHead const& head, std::string_view origin);

}  // namespace switchboard::http
