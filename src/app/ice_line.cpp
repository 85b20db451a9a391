#include "app/ice_line.hpp"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include <utility>

namespace switchboard::app {
namespace {

constexpr int asked_over_udp = 2;

bool is_numeric(std::string const& host) {
  return host.find_first_not_of("0123456789.") == std::string::npos || host.contains(':');
}

}  // namespace

IceLine::~IceLine() = default;

std::unique_ptr<IceLine> IceLine::open(IceTarget const& target, Duration patience,
                                       IceOutcome& outcome) {
  auto fd = runtime::connect_waiting(target.transport, target.host, target.port, patience);
  if (!fd) {
    auto unknown = fd.error().code == Errc::not_found;
    outcome = {unknown ? IceVerdict::unknown_name : IceVerdict::unreachable, fd.error().message};
    return nullptr;
  }
  std::unique_ptr<IceLine> line(new IceLine(target, std::move(*fd)));
  if (target.tls && !line->shake_hands(outcome)) return nullptr;
  return line;
}

// As a browser does: the certificate must be good, and for that very name.
bool IceLine::shake_hands(IceOutcome& outcome) {
  shared_.reset(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_default_verify_paths(shared_.get());
  SSL_CTX_set_verify(shared_.get(), SSL_VERIFY_PEER, nullptr);
  ssl_.reset(SSL_new(shared_.get()));
  SSL_set_fd(ssl_.get(), fd_.get());
  auto const& host = target_.host;
  if (is_numeric(host)) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl_.get()), host.c_str());
  } else {
    SSL_set1_host(ssl_.get(), host.c_str());
    SSL_set_tlsext_host_name(ssl_.get(), host.c_str());
  }
  ERR_clear_error();
  if (SSL_connect(ssl_.get()) == 1) return true;
  auto verified = SSL_get_verify_result(ssl_.get());
  outcome = {IceVerdict::no_tls,
             verified == X509_V_OK ? "no TLS handshake" : X509_verify_cert_error_string(verified)};
  return false;
}

bool IceLine::send(std::string_view bytes) {
  if (!ssl_) return runtime::send_waiting(fd_.get(), bytes);
  std::size_t sent = 0;
  return SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &sent) == 1 && sent == bytes.size();
}

std::size_t IceLine::receive(char* out, std::size_t size) {
  if (!ssl_) return runtime::receive_waiting(fd_.get(), out, size);
  std::size_t count = 0;
  return SSL_read_ex(ssl_.get(), out, size, &count) == 1 ? count : 0;
}

// A datagram is a message; a stream has its bytes until one is whole.
std::string IceLine::receive_message(IceOutcome& outcome) {
  std::string bytes(stun::message_bytes_max, '\0');
  std::size_t have = 0;
  while (have < bytes.size()) {
    auto count = receive(bytes.data() + have, bytes.size() - have);
    if (count == 0) break;
    have += count;
    auto whole = stun::size_of_message(std::string_view(bytes).substr(0, have));
    if (!whole || *whole > have) continue;
    if (*whole == 0) break;
    return bytes.substr(0, *whole);
  }
  outcome = have == 0 ? IceOutcome{IceVerdict::unreachable, "no answer"}
                      : IceOutcome{IceVerdict::not_stun, "what answers is no STUN server"};
  return {};
}

std::optional<stun::Message> IceLine::ask(std::string const& request, IceOutcome& outcome) {
  auto asked = stun::decode(request);
  auto times = target_.transport == runtime::Transport::udp ? asked_over_udp : 1;
  for (int i = 0; i < times; ++i) {
    if (!send(request)) {
      outcome = {IceVerdict::unreachable, "no answer"};
      return std::nullopt;
    }
    auto answer = stun::decode(receive_message(outcome));
    if (answer && answer->transaction == asked->transaction) return answer;
    if (answer) outcome = {IceVerdict::not_stun, "the answer is to another question"};
  }
  return std::nullopt;
}

}  // namespace switchboard::app
