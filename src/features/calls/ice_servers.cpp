#include "features/calls/ice_servers.hpp"

#include <openssl/hmac.h>

#include <array>

#include "base/encoding.hpp"
#include "base/expects.hpp"
#include "protocol/json/append.hpp"

namespace switchboard::calls {
namespace {

// SHA-1 because coturn's scheme has it; HMAC does not suffer from SHA-1's collisions.
std::string hmac_sha1(std::string const& key, std::string const& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> code;
  unsigned int size = 0;
  auto const* bytes = reinterpret_cast<unsigned char const*>(text.data());
  auto const* made = HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), bytes, text.size(),
                          code.data(), &size);
  expects(made != nullptr, "an HMAC");
  return {reinterpret_cast<char const*>(code.data()), size};
}

}  // namespace

IceServers::Credentials IceServers::credentials_for(PeerId peer, Timestamp now) const {
  auto lapses = std::chrono::ceil<std::chrono::seconds>(now.time_since_epoch()) + options_.ttl;
  auto username = std::to_string(lapses.count()) + ':' + std::to_string(peer.value());
  auto password = to_base64(hmac_sha1(options_.turn_secret, username));
  return {std::move(username), std::move(password)};
}

std::string IceServers::json_for(PeerId peer, Timestamp now) const {
  std::string out = "[";
  if (!options_.stun_urls.empty()) {
    json::append(out += R"({"urls":)", options_.stun_urls);
    out += '}';
  }
  if (!options_.turn_urls.empty()) {
    auto credentials = credentials_for(peer, now);
    if (out.size() > 1) out += ',';
    json::append(out += R"({"urls":)", options_.turn_urls);
    json::append(out += R"(,"username":)", credentials.username);
    json::append(out += R"(,"credential":)", credentials.password);
    out += '}';
  }
  return out + ']';
}

}  // namespace switchboard::calls
