#include "gateway/http/authenticate.hpp"

#include <utility>

#include "base/expects.hpp"
#include "protocol/http/syntax.hpp"

namespace switchboard::http {
namespace {

constexpr std::string_view scheme = "Bearer ";

struct Authorization {
  std::optional<std::string_view> value;
  bool repeated = false;  // of two, somebody in between may have checked the other one
};

Authorization authorization(RequestHead const& head) {
  Authorization found;
  for (auto const& header : head.headers()) {
    if (!equals_ignoring_case(header.name, "Authorization")) continue;
    found.repeated = found.value.has_value();
    found.value = header.value;
    if (found.repeated) break;
  }
  return found;
}

Bearer refused(Error error) {
  return {.text = {}, .token = {}, .claims = {}, .refusal = std::move(error)};
}

// As the push API says 401.
Error push_worded(Error error) {
  if (error.code == Errc::unauthenticated)
    error.message = "Authentication failed: " + error.message;
  return error;
}

Bearer push_refused(Error error) { return refused(push_worded(std::move(error))); }

std::string_view without_scheme(std::string_view value) {
  auto prefix = value.substr(0, scheme.size());
  return equals_ignoring_case(prefix, scheme) ? value.substr(scheme.size()) : value;
}

std::unexpected<Error> forbidden() { return fail(Errc::permission_denied, "Forbidden"); }

Result<void> check_push_permission(Request const& request, Permission permission) {
  expects(request.subject.has_value(), "a subject behind every route of push");
  auto const& subject = *request.subject;
  if (permission == Permission::push || subject.may_push) return {};
  if (permission == Permission::push_self_or_sender && request.parameter("userId") == subject.id)
    return {};
  return forbidden();
}

}  // namespace

Bearer read_bearer(RequestHead const& head, accounts::Authenticator& authenticator) {
  auto [value, repeated] = authorization(head);
  if (!value) return {};
  if (repeated || !value->starts_with(scheme))
    return refused({Errc::unauthenticated, "Invalid authentication token"});
  auto token = value->substr(scheme.size());
  auto verified = authenticator.verify(token);
  if (!verified) return refused(std::move(verified).error());
  return {.text = token, .token = *verified, .claims = {}, .refusal = {}};
}

Task<Bearer> read_push_bearer(RequestHead const& head, accounts::SubjectAuthenticator& subjects) {
  auto [value, repeated] = authorization(head);
  if (!value || value->empty())
    co_return push_refused({Errc::unauthenticated, "Authorization header is missing"});
  if (repeated) co_return push_refused({Errc::unauthenticated, "Invalid token format"});
  auto token = without_scheme(*value);
  auto claims = co_await subjects.verify(token);
  if (!claims) co_return push_refused(std::move(claims).error());
  // Nobody's budget is spent by a token that was not really verified.
  auto text = subjects.trusts_signatures() ? token : std::string_view();
  co_return Bearer{.text = text, .token = {}, .claims = std::move(*claims), .refusal = {}};
}

Task<Result<void>> authenticate_push(Request& request, Bearer bearer,
                                     accounts::SubjectAuthenticator& subjects) {
  if (bearer.refusal) co_return std::unexpected(std::move(*bearer.refusal));
  expects(bearer.claims.has_value(), "a push token or what is wrong with it");
  auto subject = co_await subjects.admit(std::move(*bearer.claims));
  if (!subject) co_return std::unexpected(push_worded(std::move(subject).error()));
  request.subject = std::move(*subject);
  co_return Result<void>();
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
  if (is_push(permission)) return check_push_permission(request, permission);
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
