#pragma once
// The ICE servers that a client is told of: STUN as it is, TURN with credentials made for the
// moment by coturn's shared-secret scheme (`use-auth-secret`): the user name is when they lapse and
// for whom they are, the password its HMAC.

#include <chrono>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "model/call.hpp"

namespace switchboard::calls {

class IceServers {
 public:
  struct Options {
    std::vector<std::string> stun_urls;
    std::vector<std::string> turn_urls;
    std::string turn_secret;
    std::chrono::seconds ttl{3600};
  };
  struct Credentials {
    std::string username;
    std::string password;
  };

  explicit IceServers(Options options) : options_(std::move(options)) {}

  // A JSON array of RTCIceServer; empty when nothing is configured.
  [[nodiscard]] std::string json_for(PeerId peer, Timestamp now) const;
  [[nodiscard]] Credentials credentials_for(PeerId peer, Timestamp now) const;
  [[nodiscard]] std::chrono::seconds ttl() const { return options_.ttl; }

 private:
  Options options_;
};

}  // namespace switchboard::calls
