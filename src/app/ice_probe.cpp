#include "app/ice_probe.hpp"

#include <charconv>
#include <utility>

#include "app/ice_line.hpp"
#include "base/random.hpp"

namespace switchboard::app {
namespace {

constexpr std::uint16_t plain_port = 3478;
constexpr std::uint16_t tls_port = 5349;
constexpr int unauthorized = 401;

stun::Transaction new_transaction() {
  stun::Transaction transaction{};
  fill_random(transaction);
  return transaction;
}

std::string words_of(stun::Endpoint const& endpoint) {
  auto v6 = endpoint.address.contains(':');
  return (v6 ? '[' + endpoint.address + ']' : endpoint.address) + ':' +
         std::to_string(endpoint.port);
}

std::string code_of(stun::Message const& message) {
  return message.error_code ? "error " + std::to_string(*message.error_code) : "an error";
}

IceOutcome probe_binding(IceLine& line) {
  IceOutcome outcome;
  auto answer = line.ask(stun::binding_request(new_transaction()), outcome);
  if (!answer) return outcome;
  if (answer->kind != stun::Class::success || !answer->mapped)
    return {IceVerdict::not_stun, code_of(*answer)};
  return {IceVerdict::works, words_of(*answer->mapped)};
}

// First without credentials, which tells the realm; then with them; then the relay is given back.
IceOutcome probe_relay(IceLine& line, calls::IceServers::Credentials const& known) {
  IceOutcome outcome;
  auto first = line.ask(stun::allocate_request(new_transaction(), {}), outcome);
  if (!first) return outcome;
  if (first->kind == stun::Class::success)
    return {IceVerdict::wrong_secret, "it relays for anybody, without credentials"};
  if (first->error_code != unauthorized || !first->realm || !first->nonce)
    return {IceVerdict::no_relay, code_of(*first)};
  stun::Credentials credentials{known.username, *first->realm, *first->nonce, known.password};
  auto second = line.ask(stun::allocate_request(new_transaction(), credentials), outcome);
  if (!second) return outcome;
  if (second->error_code == unauthorized) return {IceVerdict::wrong_secret, code_of(*second)};
  if (second->kind != stun::Class::success || !second->relayed)
    return {IceVerdict::no_relay, code_of(*second)};
  IceOutcome ignored;  // a relay that is not given back lapses
  static_cast<void>(line.ask(stun::release_request(new_transaction(), credentials), ignored));
  return {IceVerdict::works, words_of(*second->relayed)};
}

}  // namespace

std::optional<IceTarget> parse_ice_url(std::string_view url) {
  IceTarget target;
  auto colon = url.find(':');
  auto scheme = url.substr(0, colon);
  if (colon == std::string_view::npos) return std::nullopt;
  target.relays = scheme.starts_with("turn");
  target.tls = scheme.ends_with('s');
  auto rest = url.substr(colon + 1);
  auto question = rest.find('?');
  auto tcp = question != std::string_view::npos && rest.substr(question) == "?transport=tcp";
  target.transport = tcp || target.tls ? runtime::Transport::tcp : runtime::Transport::udp;
  rest = rest.substr(0, question);
  auto bracket = rest.starts_with('[') ? rest.find(']') : std::string_view::npos;
  auto port = rest.find(':', bracket == std::string_view::npos ? 0 : bracket);
  target.host =
      bracket == std::string_view::npos ? rest.substr(0, port) : rest.substr(1, bracket - 1);
  target.port = target.tls ? tls_port : plain_port;
  if (port == std::string_view::npos) return target;
  auto number = rest.substr(port + 1);
  auto [end, problem] = std::from_chars(number.data(), number.data() + number.size(), target.port);
  if (problem != std::errc{} || end != number.data() + number.size()) return std::nullopt;
  return target;
}

IceOutcome probe_ice(IceTarget const& target, calls::IceServers::Credentials const& credentials,
                     Duration patience) {
  IceOutcome outcome;
  auto line = IceLine::open(target, patience, outcome);
  if (!line) return outcome;
  return target.relays ? probe_relay(*line, credentials) : probe_binding(*line);
}

}  // namespace switchboard::app
