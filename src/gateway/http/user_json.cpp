#include "gateway/http/user_json.hpp"

#include "protocol/json/append.hpp"

namespace switchboard::http {

void append_user(std::string& out, User const& user) {
  out += R"({"id":)";
  json::append(out, user.id);
  out += R"(,"username":)";
  json::append(out, user.username);
  out += R"(,"email":)";
  json::append(out, user.email);
  out += R"(,"full_name":)";
  json::append(out, user.full_name);
  out += R"(,"phone_number":)";
  json::append(out, user.phone_number);
  out += R"(,"active":)";
  json::append(out, user.active);
  out += R"(,"role":)";
  json::append(out, name_of(user.role));
  out += R"(,"created_at":)";
  json::append(out, user.created_at);
  out += R"(,"updated_at":)";
  json::append(out, user.updated_at);
  out += '}';
}

}  // namespace switchboard::http
