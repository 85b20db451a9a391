#include "gateway/http/authenticate.hpp"

#include <utility>

#include "base/expects.hpp"
#include "protocol/http/syntax.hpp"

namespace switchboard::http {
namespace {

constexpr std::string_view scheme = "Bearer ";

}  // namespace

Bearer read_bearer(RequestHead const& head, accounts::Authenticator& authenticator) {
  std::optional<std::string_view> value;
  for (auto const& header : head.headers()) {
    if (!equals_ignoring_case(header.name, "Authorization")) continue;
    // Of two, somebody in between may have checked the other one.
    if (value) return {.refusal = Error{Errc::unauthenticated, "Invalid authentication token"}};
    value = header.value;
  }
  if (!value) return {};
  if (!value->starts_with(scheme))
    return {.refusal = Error{Errc::unauthenticated, "Invalid authentication token"}};
  auto token = value->substr(scheme.size());
  auto verified = authenticator.verify(token);
  if (!verified) return {.refusal = std::move(verified).error()};
  return {.text = token, .token = *verified, .refusal = {}};
}

bool authenticate_at_hand(Request& request, Bearer const& bearer, Permission permission,
                          accounts::Authenticator& authenticator) {
  if (bearer.token) request.caller = authenticator.admit_at_hand(*bearer.token);
  return request.caller || (permission == Permission::open && !bearer.token);
}

Task<Result<void>> authenticate(Request& request, Bearer bearer, Permission permission,
                                accounts::Authenticator& authenticator) {
  auto open = permission == Permission::open;
  if (!bearer.token) {
    if (open) co_return Result<void>{};
    if (bearer.refusal) co_return std::unexpected(std::move(*bearer.refusal));
    co_return fail(Errc::unauthenticated, "Authentication is required");
  }
  auto caller = co_await authenticator.admit(*bearer.token);
  if (caller) {
    request.caller = std::move(*caller);
    co_return Result<void>{};
  }
  if (open && caller.error().code == Errc::unauthenticated) co_return Result<void>{};
  co_return failure_of(std::move(caller));
}

Result<void> check_permission(Request const& request, Permission permission) {
  if (permission == Permission::open) return {};
  expects(request.caller.has_value(), "a caller behind every route that is not open");
  auto const& user = request.caller->user;
  if (permission == Permission::signed_in) return {};
  if (permission == Permission::self_or_admin) {
    auto id = user_id_of(request);
    if (!id) return failure_of(std::move(id));
    if (*id == user.id) return {};
  }
  if (user.role == Role::admin) return {};
  return fail(Errc::permission_denied, "You do not have permission to do this");
}

Result<UserId> user_id_of(Request const& request) {
  if (auto id = Uuid::parse(request.parameter("id"))) return UserId(*id);
  return fail(Errc::invalid_argument, "Invalid user ID", "bad_user_id");
}

}  // namespace switchboard::http
