#pragma once
// POST /websocket/notification: to one person, who finds it in the inbox if need be.

#include <optional>
#include <string>
#include <string_view>

#include "features/push/dispatch.hpp"

namespace switchboard::push {

class Notify {
 public:
  struct Input {
    std::string user_id;
    std::string title;
    std::string body;
    std::optional<std::string> extra;  // valid JSON text of an object: further members
    Keep keep;
  };
  struct Output {
    Timestamp sent_at;
  };

  explicit Notify(Parts parts) : parts_(parts) {}

  // invalid_argument when `extra` is no object. See dispatch() for what else fails; that the person
  // is not connected does not.
  Task<Result<Output>> run(Input input);

 private:
  Parts parts_;
};

// {"title":…,"body":…,"userId":…} and what `extra` adds to it: its members of these names do not
// count.
[[nodiscard]] std::string notification_content(Notify::Input const& input);

}  // namespace switchboard::push
