#pragma once
// HTTP/1.1 answers as they arrive, cut by Content-Length (RFC 9112, section 6.3).

#include <charconv>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace switchboard::load {

struct Answer {
  int status = 0;
  std::string_view body;  // lives until the callback returns
};

class AnswerReader {
 public:
  template <class OnAnswer>
  void feed(std::string_view bytes, OnAnswer&& on_answer) {
    if (pending_.empty()) {
      auto const used = take(bytes, on_answer);
      pending_.assign(bytes.substr(used));
      return;
    }
    pending_.append(bytes);
    auto const used = take(pending_, on_answer);
    pending_.erase(0, used);
  }

 private:
  static std::size_t body_bytes(std::string_view head) {
    for (auto const* name : {"\r\nContent-Length: ", "\r\ncontent-length: "}) {
      auto const at = head.find(name);
      if (at == std::string_view::npos) continue;
      std::size_t length = 0;
      auto const digits = head.substr(at + std::string_view(name).size());
      std::from_chars(digits.data(), digits.data() + digits.size(), length);
      return length;
    }
    throw std::runtime_error("an answer without Content-Length");
  }

  template <class OnAnswer>
  std::size_t take(std::string_view bytes, OnAnswer&& on_answer) {
    std::size_t used = 0;
    while (true) {
      auto const rest = bytes.substr(used);
      auto const head_end = rest.find("\r\n\r\n");
      if (head_end == std::string_view::npos) return used;
      auto const length = body_bytes(rest.substr(0, head_end + 2));
      auto const body_at = head_end + 4;
      if (rest.size() - body_at < length) return used;
      int status = 0;
      std::from_chars(rest.data() + 9, rest.data() + 12, status);  // after `HTTP/1.1 `
      used += body_at + length;
      on_answer(Answer{status, rest.substr(body_at, length)});
    }
  }

  std::string pending_;
};

}  // namespace switchboard::load
