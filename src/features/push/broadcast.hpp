#pragma once
// POST /websocket/message/broadcast: to everybody who is connected.

#include <cstddef>
#include <optional>
#include <string>

#include "features/push/dispatch.hpp"

namespace switchboard::push {

class Broadcast {
 public:
  struct Input {
    std::string type;
    std::optional<std::string> content;  // valid JSON text
  };
  struct Output {
    std::size_t people = 0;
    Timestamp sent_at;
  };

  explicit Broadcast(Parts parts) : parts_(parts) {}

  // Nothing to wait for and nothing that fails: it is not kept.
  Output run(Input const& input);

 private:
  Parts parts_;
};

}  // namespace switchboard::push
