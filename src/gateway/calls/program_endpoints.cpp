#include "gateway/calls/program_endpoints.hpp"

#include <utility>

#include "gateway/calls/call_about.hpp"
#include "gateway/http/error_table.hpp"
#include "gateway/http/json_body.hpp"
#include "protocol/calls/credentials.hpp"
#include "protocol/json/append.hpp"

namespace switchboard::calls {
namespace {

constexpr int broken_rule = 422;

http::Response refusal(int status, std::string_view sentence) {
  return http::error_response(status, sentence, {}, {}, http::ErrorShape::text);
}

// A rule is 422 here; all else is what the one table says.
Result<http::Response> answer_of(Error error) {
  if (error.code == Errc::invalid_argument) return refusal(broken_rule, error.message);
  return std::unexpected(std::move(error));
}

http::Response key_response(int status, std::string_view key) {
  KeyGiven given{std::string(key)};
  return http::json_response(status, json::to_text(given));
}

}  // namespace

void ProgramEndpoints::add_to(http::Router& router) {
  struct Row {
    char const* path;
    Task<Result<http::Response>> (ProgramEndpoints::*serve)(http::Request&);
    http::About const* about;
  };
  using Self = ProgramEndpoints;
  for (auto [path, serve, about] :
       {Row{"/register", &Self::enroll, &about::enroll},
        Row{"/updatepassword", &Self::change_password, &about::change_password},
        Row{"/newpassword", &Self::change_password, &about::change_password},
        Row{"/regenerate", &Self::regenerate, &about::regenerate}})
    router.add({http::Method::post, path, http::Permission::open,
                [this, serve](http::Request& request) { return (this->*serve)(request); }, about});
}

Task<Result<http::Response>> ProgramEndpoints::enroll(http::Request& request) {
  auto input = decode_credentials(request.body);
  if (!input) co_return refusal(broken_rule, "Invalid Input");
  accounts::ProgramAccounts::Credentials credentials{std::move(input->username),
                                                     std::move(input->password)};
  auto key = co_await accounts_.enroll(std::move(credentials), request.peer);
  if (!key) co_return answer_of(std::move(key).error());
  co_return key_response(201, *key);
}

Task<Result<http::Response>> ProgramEndpoints::change_password(http::Request& request) {
  auto input = decode_credentials(request.body);
  if (!input) co_return refusal(400, "Invalid Input");
  accounts::ProgramAccounts::Credentials credentials{std::move(input->username),
                                                     std::move(input->old_password)};
  auto changed = co_await accounts_.change_password(std::move(credentials),
                                                    std::move(input->new_password), request.peer);
  if (!changed) co_return answer_of(std::move(changed).error());
  http::Response response;
  response.with("Content-Type", "text/plain; charset=utf-8");
  response.body = "Password updated successfully";
  co_return response;
}

Task<Result<http::Response>> ProgramEndpoints::regenerate(http::Request& request) {
  auto input = decode_credentials(request.body);
  if (!input) co_return refusal(broken_rule, "Invalid input");
  accounts::ProgramAccounts::Credentials credentials{std::move(input->username),
                                                     std::move(input->password)};
  auto key = co_await accounts_.regenerate(std::move(credentials), request.peer);
  if (!key) co_return answer_of(std::move(key).error());
  co_return key_response(200, *key);
}

}  // namespace switchboard::calls
