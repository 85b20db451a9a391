#pragma once
// The two rails: failures that a caller can act upon are values from one closed list; everything
// else is a bug and throws. gateway/http/error_table.cpp maps the list to statuses, gateway/chat to
// close codes.

#include <chrono>
#include <expected>
#include <string>
#include <string_view>

namespace switchboard {

enum class Errc {
  invalid_argument,
  unauthenticated,
  permission_denied,
  not_found,
  conflict,
  rate_limited,
  too_large,
  position_lost,
  unavailable,
  internal,
};

// What the list is called in answers and logs: `invalid_argument`, …
[[nodiscard]] std::string_view name_of(Errc code);

struct Error {
  Errc code;
  std::string message;  // for the person who called; never a secret
  std::string_view reason =
      {};  // a stable machine word with static storage (`email_taken`); empty: name_of(code)
  std::chrono::seconds retry_after{0};
};

// A thin struct and not an alias: both compilers let a dropped alias of std::expected pass in
// silence.
template <class T>
struct [[nodiscard]] Result : std::expected<T, Error> {
  using std::expected<T, Error>::expected;
};

inline std::unexpected<Error> fail(Errc code, std::string message, std::string_view reason = {}) {
  return std::unexpected(Error{code, std::move(message), reason, {}});
}

// Hands a failure on to a caller whose Result holds another type.
template <class T>
std::unexpected<Error> failure_of(Result<T>&& result) {
  return std::unexpected(std::move(result).error());
}

}  // namespace switchboard
