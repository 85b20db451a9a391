#include "gateway/http/openapi.hpp"

#include <doctest/doctest.h>

#include "protocol/json/document.hpp"
#include "unit/gateway/http/http_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;

namespace {

// What stands at the end of a way of member names.
std::optional<json::Value> at(json::Document const& document,
                              std::vector<std::string_view> const& way) {
  std::optional value = document.root();
  for (auto name : way)
    if (value) value = value->find(name);
  return value;
}

std::string text_at(json::Document const& document, std::vector<std::string_view> const& way) {
  auto value = at(document, way);
  return value && value->string() ? std::string(*value->string()) : "absent";
}

}  // namespace

TEST_CASE("the API's description tells of every route that the router serves") {
  HttpRig rig;
  http::OpenapiEndpoint endpoint("1.2.3");
  endpoint.add_to(rig.router);
  auto response = rig.get("/openapi.json");
  CHECK(response.status == 200);
  CHECK(header_of(response, "Content-Type") == "application/json");
  std::string body(response.body);
  json::Document document(body);
  REQUIRE(document.valid());
  CHECK(text_at(document, {"openapi"}) == "3.1.0");
  CHECK(text_at(document, {"info", "version"}) == "1.2.3");
  for (auto const& route : rig.router.routes()) {
    auto told = at(document, {"paths", route.pattern}).has_value();
    CHECK_MESSAGE(told == (route.pattern != "/openapi.json"), route.pattern);
  }
  CHECK(text_at(document, {"paths", "/api/users/{id}", "get", "operationId"}) == "getUsersById");
  CHECK(text_at(document, {"paths", "/api/users/{id}", "delete", "summary"}) ==
        "Delete an account");
}

TEST_CASE("a route's permission says what its description says of tokens") {
  HttpRig rig;
  auto text = http::openapi_document(rig.router.routes(), "1");
  json::Document document(text);
  REQUIRE(document.valid());
  auto security = [&](std::string_view path, std::string_view method) {
    return at(document, {"paths", path, method, "security"})->size();
  };
  CHECK(security("/api/users", "post") == 0);
  CHECK(security("/api/users", "get") == 1);
  auto refusal = [&](std::string_view path, std::string_view method, std::string_view status) {
    return text_at(document, {"paths", path, method, "responses", status, "$ref"});
  };
  CHECK(refusal("/api/users", "post", "401") == "absent");
  CHECK(refusal("/api/users", "post", "default") == "#/components/responses/Error");
  CHECK(refusal("/api/users", "get", "401") == "#/components/responses/Error");
  CHECK(refusal("/api/users", "get", "403") == "#/components/responses/Error");
  CHECK(refusal("/api/chat/rooms", "get", "403") == "absent");
}

TEST_CASE("every schema that the description refers to is in it") {
  HttpRig rig;
  auto text = http::openapi_document(rig.router.routes(), "1");
  json::Document document(text);
  REQUIRE(document.valid());
  std::size_t found = 0;
  constexpr std::string_view mark = R"("$ref":"#/components/)";
  for (auto at_mark = text.find(mark); at_mark != std::string::npos; ++found) {
    auto begin = at_mark + mark.size();
    auto way = text.substr(begin, text.find('"', begin) - begin);
    auto slash = way.find('/');
    std::string_view kind(way.data(), slash);
    std::string_view name = std::string_view(way).substr(slash + 1);
    CHECK_MESSAGE(at(document, {"components", kind, name}).has_value(), way);
    at_mark = text.find(mark, begin);
  }
  CHECK(found > 10);
}
