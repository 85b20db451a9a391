#include "gateway/http/signed_in.hpp"

#include <utility>

namespace switchboard::http {

// What is not printable ASCII has no business there.
SignInOrigin origin_of(Request const& request) {
  std::string device(request.head.header("User-Agent").value_or("").substr(0, device_bytes_max));
  for (auto& c : device)
    if (c < 0x20 || c > 0x7e) c = '?';
  return {request.peer, std::move(device)};
}

SignedInShape shape_of(accounts::SignedIn signed_in, std::string_view message) {
  SignedInShape shape;
  shape.user = std::move(signed_in.user);
  shape.token = std::move(signed_in.token);
  shape.message = message;
  shape.refresh_token = std::move(signed_in.refresh_token);
  shape.expires_in = signed_in.expires_in.count();
  return shape;
}

void set_refresh_cookie(Response& response, Request const& request, std::string_view token,
                        std::chrono::seconds lifetime) {
  std::string cookie(refresh_cookie);
  cookie.append("=").append(token).append("; Path=").append(refresh_path);
  cookie += "; Max-Age=" + std::to_string(lifetime.count()) + "; HttpOnly; SameSite=Strict";
  if (request.secure) cookie += "; Secure";
  response.with("Set-Cookie", std::move(cookie));
}

}  // namespace switchboard::http
