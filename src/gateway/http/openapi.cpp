#include "gateway/http/openapi.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "gateway/http/json_body.hpp"
#include "protocol/json/append.hpp"

namespace switchboard::http {
namespace {

constexpr std::string_view about_it =
    "Accounts, chat, push and calls behind one identity. A protected route wants "
    "`Authorization: Bearer TOKEN`; the token comes from `POST /api/auth/login`.";

constexpr std::string_view error_schemas =
    R"("Error":{"type":"object","properties":{"error":{"type":"boolean"},)"
    R"("message":{"type":"string"},"status":{"type":"integer"},"code":{"type":"string"},)"
    R"("request_id":{"type":"string"}},"required":["error","message","status","code",)"
    R"("request_id"]},"PushError":{"type":"object","properties":{"error":{"type":"object",)"
    R"("properties":{"message":{"type":"string"}},"required":["message"]}},)"
    R"("required":["error"]})";

std::string_view word_of(Method method) {
  switch (method) {
    case Method::post: return "post";
    case Method::put: return "put";
    case Method::patch: return "patch";
    case Method::del: return "delete";
    default: return "get";
  }
}

std::string_view who_may(Permission permission) {
  switch (permission) {
    case Permission::open: return "anyone";
    case Permission::signed_in: return "any active account";
    case Permission::self_or_admin: return "the account itself, or an admin";
    case Permission::admin: return "an admin";
    case Permission::push: return "any valid push token";
    case Permission::push_self_or_sender: return "the person itself, or whoever may send";
    case Permission::push_sender: return "whoever may send: scope `push:send`, or a sender's role";
  }
  std::unreachable();
}

bool is_any_account(Permission permission) {
  return permission == Permission::signed_in || permission == Permission::push;
}

// The parts of a JSON object, with the commas between them.
class Members {
 public:
  explicit Members(std::string& out) : out_(out) { out_ += '{'; }
  ~Members() { out_ += '}'; }
  Members(Members const&) = delete;

  // The name; its value follows.
  std::string& name(std::string_view name) {
    if (!std::exchange(first_, false)) out_ += ',';
    json::append(out_, name);
    return out_ += ':';
  }
  void text(std::string_view name, std::string_view value) {
    json::append(this->name(name), value);
  }
  void raw(std::string_view name, std::string_view value) { this->name(name) += value; }

 private:
  std::string& out_;
  bool first_ = true;
};

// `getUsersById` from GET /api/users/{id}.
std::string operation_id(Router::Listed const& route) {
  std::string id(word_of(route.method));
  std::string_view path = route.pattern;
  if (path.starts_with("/api/")) path.remove_prefix(4);
  bool begins = false;
  for (char c : path) {
    if (c == '{') id += "By";
    auto letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    auto lower = c >= 'a' && c <= 'z';
    if (letter) id += begins && lower ? static_cast<char>(c - 'a' + 'A') : c;
    begins = !letter;
  }
  return id;
}

std::vector<std::string_view> path_parameters(std::string_view pattern) {
  std::vector<std::string_view> names;
  while (true) {
    auto begin = pattern.find('{');
    if (begin == std::string_view::npos) return names;
    auto end = pattern.find('}', begin);
    names.push_back(pattern.substr(begin + 1, end - begin - 1));
    pattern.remove_prefix(end);
  }
}

void append_parameters(std::string& out, Router::Listed const& route) {
  out += '[';
  bool first = true;
  auto add = [&](std::string_view name, std::string_view place, bool required,
                 std::string_view text, std::string_view schema) {
    if (!std::exchange(first, false)) out += ',';
    Members parameter(out);
    parameter.text("name", name);
    parameter.text("in", place);
    if (required) parameter.raw("required", "true");
    if (!text.empty()) parameter.text("description", text);
    parameter.raw("schema", schema);
  };
  for (auto name : path_parameters(route.pattern))
    add(name, "path", true, "", R"({"type":"string"})");
  if (route.about != nullptr)
    for (auto const& [place, name, text, schema] : route.about->parameters)
      add(name, place == In::query ? "query" : "header", false, text, schema);
  out += ']';
}

void append_content(std::string& out, json::AppendSchema schema, json::Use use,
                    std::string_view example, json::NamedSchemas& named) {
  Members content(out);
  Members json(content.name("application/json"));
  schema(json.name("schema"), use, named);
  if (!example.empty()) json.raw("example", example);
}

std::string_view name_of(ErrorShape shape) {
  switch (shape) {
    case ErrorShape::api: return "Error";
    case ErrorShape::push: return "PushError";
    case ErrorShape::text: return "TextError";
  }
  std::unreachable();
}

void append_refusals(Members& answers, Router::Listed const& route) {
  auto shape = name_of(route.family->errors);
  auto refusal = [&](std::string_view status, std::string_view text) {
    Members answer(answers.name(status));
    answer.text("$ref", "#/components/responses/" + std::string(shape));
    answer.text("description", text);
  };
  if (route.permission != Permission::open) refusal("401", "No token, or no good one");
  if (route.permission != Permission::open && !is_any_account(route.permission))
    refusal("403", "The token is good, but not for this");
  if (route.family->metered) refusal("429", "Too many requests; `Retry-After` says when");
  refusal("default", "Whatever else went wrong");
}

void append_answers(std::string& out, Router::Listed const& route, json::NamedSchemas& named) {
  Members answers(out);
  if (route.about != nullptr) {
    for (auto const& [status, text, schema, example] : route.about->answers) {
      Members answer(answers.name(std::to_string(status)));
      answer.text("description", text);
      if (schema != nullptr)
        append_content(answer.name("content"), schema, json::Use::written, example, named);
    }
  }
  append_refusals(answers, route);
}

void append_operation(std::string& out, Router::Listed const& route, json::NamedSchemas& named) {
  auto const* about = route.about;
  Members operation(out);
  operation.text("operationId", operation_id(route));
  if (about != nullptr) {
    json::append(operation.name("tags"), std::vector<std::string>{std::string(about->tag)});
    operation.text("summary", about->summary);
  }
  std::string text(about != nullptr ? about->text : "");
  text += text.empty() ? "For " : "\n\nFor ";
  operation.text("description", text.append(who_may(route.permission)) + ".");
  append_parameters(operation.name("parameters"), route);
  if (about != nullptr && about->body != nullptr) {
    Members body(operation.name("requestBody"));
    body.raw("required", "true");
    append_content(body.name("content"), about->body, json::Use::read, about->body_example, named);
  }
  operation.raw("security", route.permission == Permission::open ? "[]" : R"([{"bearer":[]}])");
  append_answers(operation.name("responses"), route, named);
}

bool is_told(Router::Listed const& route) {
  return route.about != nullptr || route.family->metered;
}

void append_paths(std::string& out, std::vector<Router::Listed> const& routes,
                  json::NamedSchemas& named) {
  std::map<std::string_view, std::vector<Router::Listed const*>> by_pattern;
  for (auto const& route : routes)
    if (is_told(route)) by_pattern[route.pattern].push_back(&route);
  Members paths(out);
  for (auto const& [pattern, operations] : by_pattern) {
    Members path(paths.name(pattern));
    for (auto const* route : operations)
      append_operation(path.name(word_of(route->method)), *route, named);
  }
}

void append_responses(std::string& out) {
  Members responses(out);
  for (std::string_view shape : {"Error", "PushError"}) {
    Members response(responses.name(shape));
    response.text("description", "What went wrong");
    Members content(response.name("content"));
    Members json(content.name("application/json"));
    Members schema(json.name("schema"));
    schema.text("$ref", "#/components/schemas/" + std::string(shape));
  }
  responses.raw("TextError", R"({"description":"What went wrong","content":{"text/plain":)"
                             R"({"schema":{"type":"string"}}}})");
}

void append_schemas(std::string& out, json::NamedSchemas const& named) {
  out += '{';
  out += error_schemas;
  for (auto const& [name, schema] : named) {
    json::append(out += ',', name);
    out += ':';
    out += schema;
  }
  out += '}';
}

void append_components(std::string& out, json::NamedSchemas const& named) {
  Members components(out);
  components.raw("securitySchemes",
                 R"({"bearer":{"type":"http","scheme":"bearer","bearerFormat":"JWT"}})");
  append_responses(components.name("responses"));
  append_schemas(components.name("schemas"), named);
}

}  // namespace

std::string openapi_document(std::vector<Router::Listed> const& routes, std::string_view version) {
  std::string out;
  json::NamedSchemas named;
  {
    Members document(out);
    document.text("openapi", "3.1.0");
    {
      Members about(document.name("info"));
      about.text("title", "Switchboard");
      about.text("version", version);
      about.text("description", about_it);
      about.raw("license", R"({"name":"Apache-2.0","identifier":"Apache-2.0"})");
    }
    document.raw("servers", R"([{"url":"/"}])");
    append_paths(document.name("paths"), routes, named);
    append_components(document.name("components"), named);
  }
  return out;
}

void OpenapiEndpoint::add_to(Router& router) {
  auto answer = [this, &router](Request&) -> Task<Result<Response>> {
    if (document_.empty()) document_ = openapi_document(router.routes(), version_);
    auto response = json_response(200, document_);
    response.with("Cache-Control", "no-cache");
    co_return response;
  };
  router.add({Method::get, "/openapi.json", Permission::open, std::move(answer)});
}

}  // namespace switchboard::http
