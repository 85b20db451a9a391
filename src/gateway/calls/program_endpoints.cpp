#include "gateway/calls/program_endpoints.hpp"

#include <utility>

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
  std::string body = R"({"api_key":)";
  json::append(body, key);
  body += '}';
  return http::json_response(status, std::move(body));
}

}  // namespace

void ProgramEndpoints::add_to(http::Router& router) {
  struct Row {
    char const* path;
    Task<Result<http::Response>> (ProgramEndpoints::*serve)(http::Request&);
  };
  using Self = ProgramEndpoints;
  for (auto [path, serve] :
       {Row{"/register", &Self::enroll}, Row{"/updatepassword", &Self::change_password},
        Row{"/newpassword", &Self::change_password}, Row{"/regenerate", &Self::regenerate}})
    router.add({http::Method::post, path, http::Permission::open,
                [this, serve](http::Request& request) { return (this->*serve)(request); }});
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
