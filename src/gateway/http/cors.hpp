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

}  // namespace switchboard::http
