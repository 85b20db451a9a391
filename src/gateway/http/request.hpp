#pragma once
// What an endpoint gets to see, and how it is found. The gateway fills a Request from one
// connection's bytes.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "gateway/http/about.hpp"
#include "model/caller.hpp"
#include "model/subject.hpp"
#include "protocol/http/message.hpp"

namespace switchboard::http {

// Owns all that its views point into, so that an endpoint may wait as long as it likes.
struct Request {
  Request() = default;
  Request(Request const&) = delete;

  RequestHead head;  // views into `head_bytes`
  std::string head_bytes;
  std::string body;
  std::string peer;     // the client's address, after TRUSTED_PROXIES: `127.0.0.1`, `::1`
  bool secure = false;  // TLS, or a trusted proxy says so
  std::string id;       // request_id, in answers and logs
  std::vector<std::pair<std::string_view, std::string>>
      parameters;                  // {name} in the route's pattern, decoded
  std::optional<Caller> caller;    // whoever the bearer token proves; set for every permission but
                                   // `open` (for `open` too, when a valid token came along)
  std::optional<Subject> subject;  // the same for push tokens and the permissions of push

  // Set by a handler that waits for long: called when the client is no longer there.
  std::move_only_function<void()> on_peer_gone;

  // A route's parameter; a name that the pattern lacks is a bug.
  [[nodiscard]] std::string const& parameter(std::string_view name) const;
};

// Who may call. There is no default: a route without one does not register.
enum class Permission {
  open,           // anyone
  signed_in,      // any active account
  self_or_admin,  // the account that {id} names, or an admin
  admin,
  push,                 // any valid push token
  push_self_or_sender,  // the one that {userId} names, or whoever may send
  push_sender,          // `push:send`
};

[[nodiscard]] constexpr bool is_push(Permission permission) {
  return permission >= Permission::push;
}

using Handler = std::move_only_function<Task<Result<Response>>(Request&)>;

struct Route {
  Method method = Method::get;
  std::string pattern;  // `/api/users/{id}`: also the `path` label of metrics
  std::optional<Permission> permission;
  Handler handler;
  About const* about = nullptr;  // for /openapi.json; outlives the router
};

}  // namespace switchboard::http
