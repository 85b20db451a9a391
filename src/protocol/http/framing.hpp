#pragma once
// What a head's fields say about the message itself: where it ends (RFC 9112 section 6), whom it is
// for (section 3.2) and what becomes of the connection (section 9).

#include <cstddef>
#include <string_view>

#include "protocol/http/message.hpp"

namespace switchboard::http {

// Collects while fields are read; conclude() judges them together once the head has ended, so that
// the verdict does not depend on how the bytes arrived.
class Framing {
 public:
  // An absolute-form target's authority. It takes the place of Host's value, as RFC 9112 section
  // 3.2.2 has it.
  std::string_view authority;

  void note(HeaderView const& field, std::size_t index);

  // Answers 0, or the status that refuses the request: 400 or 501.
  [[nodiscard]] int conclude(RequestHead& head) const;

 private:
  void note_connection(std::string_view value);
  void note_content_length(std::string_view value);
  void note_transfer_encoding(std::string_view value);
  [[nodiscard]] int judge_body(RequestHead const& head) const;

  std::size_t host_index_ = 0;
  int hosts_ = 0;
  bool host_broken_ = false;
  bool length_given_ = false;
  bool length_broken_ = false;
  std::uint64_t length_ = 0;
  bool coding_given_ = false;
  bool coding_unknown_ = false;
  bool coding_repeated_ = false;  // or part of a list, if only with nothing
  bool connection_broken_ = false;
  bool connection_close_ = false;
  bool connection_keep_alive_ = false;
  bool connection_upgrade_ = false;
  bool upgrade_given_ = false;
  bool expects_continue_ = false;
};

}  // namespace switchboard::http
