#include "gateway/spark/http_endpoints.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/random.hpp"
#include "gateway/http/error_table.hpp"
#include "gateway/http/json_body.hpp"
#include "gateway/http/signed_in.hpp"
#include "protocol/json/document.hpp"
#include "protocol/spark/frames.hpp"

namespace switchboard::spark {
namespace {

constexpr std::string_view keep_alive_header = "keep-alive-token";
constexpr int username_attempts_max = 4;  // of 62 to the power of 11 names

http::Response answer(int status, std::string_view reason) {
  http::Response response;
  response.status = status;
  response.reason = reason;
  return response;
}

http::Response bad_body() { return answer(400, "Invalid request body. Please try again."); }

// Whatever an account's rule says, as far as it can stand in a status line.
std::string phrase_of(std::string_view sentence) {
  std::string phrase;
  for (char c : sentence)
    if (c >= ' ' && c <= '~') phrase += c;
  return phrase;
}

http::Response answer(Error const& error) {
  auto response = answer(http::status_of(error.code), phrase_of(error.message));
  if (error.retry_after.count() > 0)
    response.with("Retry-After", std::to_string(error.retry_after.count()));
  return response;
}

http::Response welcome(std::string_view reason, User const& user, std::string_view token) {
  auto response = http::json_response(202, user_object(user, token));
  response.reason = reason;
  return response;
}

// The texts under these names, all of them there and not empty.
template <std::size_t count>
std::optional<std::array<std::string, count>> texts_in(
    std::string_view body, std::array<std::string_view, count> const& names) {
  json::Document document(body, {.bytes_max = 64 * 1024, .depth_max = 8, .values_max = 64});
  if (!document.valid() || !document.root().is_object()) return std::nullopt;
  std::array<std::string, count> texts;
  for (std::size_t i = 0; i < count; ++i) {
    auto found = document.root().find(names[i]);
    auto text = found ? found->string() : std::nullopt;
    if (!text || text->empty()) return std::nullopt;
    texts[i] = *text;
  }
  return texts;
}

// 11 letters and digits, as the protocol has them.
std::string random_tagname() {
  static constexpr std::string_view letters =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string name(11, ' ');
  std::ranges::generate(name, [] { return letters[random_number() % letters.size()]; });
  return name;
}

}  // namespace

void HttpEndpoints::add_to(http::Router& router) {
  using Method = Task<http::Response> (HttpEndpoints::*)(http::Request&);
  auto add = [&](http::Method method, std::string pattern, Method handle) {
    auto handler = [this, handle](http::Request& request) -> Task<Result<http::Response>> {
      auto handling = (this->*handle)(request);
      co_return co_await std::move(handling);
    };
    router.add({method, std::move(pattern), http::Permission::open, std::move(handler)});
  };
  add(http::Method::get, "/authorize", &HttpEndpoints::authorize);
  add(http::Method::post, "/auth/login", &HttpEndpoints::log_in);
  add(http::Method::post, "/auth/signup", &HttpEndpoints::sign_up);
}

Task<http::Response> HttpEndpoints::authorize(http::Request& request) {
  constexpr std::string_view scheme = "Bearer ";
  auto value = request.head.header("Authorization").value_or("");
  if (!value.starts_with(scheme) || !front_end_.admits(value.substr(scheme.size())))
    co_return answer(403, "Forbidden");
  auto token = parts_.keep_alive.issue(parts_.clock.now());
  co_return answer(202, "Accepted").with(std::string(keep_alive_header), token.to_string());
}

std::optional<http::Response> HttpEndpoints::refusal(http::Request const& request) {
  auto token = request.head.header(keep_alive_header).value_or("");
  if (parts_.keep_alive.use(token, parts_.clock.now())) return std::nullopt;
  return answer(403, "Connection is not alive. Retry refreshing the page.");
}

Task<http::Response> HttpEndpoints::log_in(http::Request& request) {
  if (auto refused = refusal(request)) co_return std::move(*refused);
  auto texts = texts_in<2>(request.body, {"email", "password"});
  if (!texts) co_return bad_body();
  auto& [email, password] = *texts;
  auto finding = parts_.users.find_credentials(email);
  auto known = co_await finding;
  if (!known && known.error().code != Errc::not_found) co_return answer(known.error());
  // Also for an unknown address: equal work, and it counts among the failed attempts.
  accounts::Login::Input input{std::move(email), std::move(password)};
  auto logging_in = parts_.accounts.login.run(std::move(input), http::origin_of(request));
  auto signed_in = co_await logging_in;
  if (signed_in) co_return welcome("Successful login.", signed_in->user, signed_in->token);
  if (signed_in.error().code != Errc::invalid_argument) co_return answer(signed_in.error());
  if (!known) co_return answer(404, "User not found. Sign up to continue.");
  co_return answer(401, "Invalid credentials. Please try again.");
}

Task<http::Response> HttpEndpoints::sign_up(http::Request& request) {
  if (auto refused = refusal(request)) co_return std::move(*refused);
  auto texts = texts_in<3>(request.body, {"fullname", "email", "password"});
  if (!texts) co_return bad_body();
  auto& [full_name, email, password] = *texts;
  auto creating = create(request, std::move(full_name), std::move(email), std::move(password));
  auto user = co_await std::move(creating);
  if (!user && user.error().reason == "email_taken")
    co_return answer(409, "User already exists. Login to continue.");
  if (!user) co_return answer(user.error());
  auto opening = parts_.accounts.sign_ins.open(std::move(*user), http::origin_of(request));
  auto signed_in = co_await std::move(opening);
  if (!signed_in) co_return answer(signed_in.error());
  co_return welcome("Successful sign up.", signed_in->user, signed_in->token);
}

Task<Result<User>> HttpEndpoints::create(http::Request const& request, std::string full_name,
                                         std::string email, std::string password) {
  for (int attempt = 1;; ++attempt) {
    accounts::CreateUser::Input input{.username = random_tagname(),
                                      .email = email,
                                      .password = password,
                                      .full_name = full_name,
                                      .phone_number = {},
                                      .role = {}};
    auto creating = parts_.accounts.create_user.run(std::nullopt, std::move(input), request.peer);
    auto user = co_await creating;
    auto taken = !user && user.error().reason == "username_taken";
    if (!taken || attempt == username_attempts_max) co_return user;
  }
}

}  // namespace switchboard::spark
