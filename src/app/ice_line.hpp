#pragma once
// A line to a STUN server: messages out, messages in, over UDP, TCP or TLS.

#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <string_view>

#include "app/ice_probe.hpp"
#include "protocol/stun/message.hpp"

namespace switchboard::app {

class IceLine {
 public:
  // `outcome` says why there is none.
  static std::unique_ptr<IceLine> open(IceTarget const& target, Duration patience,
                                       IceOutcome& outcome);
  ~IceLine();
  IceLine(IceLine const&) = delete;

  // The answer to that request; nullopt: none came, and `outcome` says what did. Over UDP it is
  // asked again once, for a packet may get lost.
  [[nodiscard]] std::optional<stun::Message> ask(std::string const& request, IceOutcome& outcome);

 private:
  IceLine(IceTarget const& target, runtime::Fd fd) : target_(target), fd_(std::move(fd)) {}
  bool shake_hands(IceOutcome& outcome);
  bool send(std::string_view bytes);
  std::size_t receive(char* out, std::size_t size);
  [[nodiscard]] std::string receive_message(IceOutcome& outcome);

  struct FreeShared {
    void operator()(SSL_CTX* shared) const { SSL_CTX_free(shared); }
  };
  struct FreeSsl {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };

  IceTarget const& target_;
  runtime::Fd fd_;
  std::unique_ptr<SSL_CTX, FreeShared> shared_;
  std::unique_ptr<SSL, FreeSsl> ssl_;
};

}  // namespace switchboard::app
