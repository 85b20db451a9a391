#pragma once
// Who asks over HTTP, and whether they may.

#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "base/task.hpp"
#include "features/accounts/authenticator.hpp"
#include "features/accounts/subject_authenticator.hpp"
#include "gateway/http/request.hpp"

namespace switchboard::http {

// What a request says of its sender, before any account was looked at.
struct Bearer {
  std::string_view text;                         // of a token that is good; empty: none
  std::optional<accounts::VerifiedToken> token;  // its signature and time are good
  std::optional<jose::SubjectClaims> claims;     // the same of a push token
  std::optional<Error> refusal;                  // what is wrong with the token that was sent
};

// Only `Authorization: Bearer TOKEN`, in exactly these letters, once (RFC 6750 section 2.1).
[[nodiscard]] Bearer read_bearer(RequestHead const& head, accounts::Authenticator& authenticator);

// Fills in request.caller; fails with unauthenticated unless the route is open to anyone.
Task<Result<void>> authenticate(Request& request, Bearer bearer, Permission permission,
                                accounts::Authenticator& authenticator);
// True when that is done, in the usual case that nothing must be waited for.
[[nodiscard]] bool authenticate_at_hand(Request& request, Bearer const& bearer,
                                        Permission permission,
                                        accounts::Authenticator& authenticator);

// For the paths of push: the header's value with or without `Bearer `. Each refusal says what is
// wrong, as the push API words it. Waits when the keys of a foreign issuer must be read. The head
// must outlive the task and the answer.
Task<Bearer> read_push_bearer(RequestHead const& head, accounts::SubjectAuthenticator& subjects);
// Fills in request.subject.
Task<Result<void>> authenticate_push(Request& request, Bearer bearer,
                                     accounts::SubjectAuthenticator& subjects);

// Denies unless the permission grants. Whoever is signed in learns that {id} is no UUID.
Result<void> check_permission(Request const& request, Permission permission);

// {id} as a UUID, or invalid_argument.
Result<UserId> user_id_of(Request const& request);

}  // namespace switchboard::http
