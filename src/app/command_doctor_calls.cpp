// What `doctor` says of STUN and TURN, and which setting to mend.

#include <fmt/format.h>

#include <algorithm>

#include "app/command_doctor.hpp"
#include "app/ice_probe.hpp"

namespace switchboard::app {
namespace {

constexpr Duration patience = std::chrono::seconds(2);
constexpr std::string_view area = "calls";

std::string_view kind_of(IceTarget const& target) {
  if (!target.relays) return target.tls ? "STUN/TLS" : "STUN";
  if (target.tls) return "TURN/TLS";
  return target.transport == runtime::Transport::tcp ? "TURN/TCP" : "TURN/UDP";
}

// What to do about it, and where.
std::string advice(IceTarget const& target, IceOutcome const& outcome) {
  auto setting = target.relays ? "TURN_URLS" : "STUN_URLS";
  auto udp = target.transport == runtime::Transport::udp ? "UDP" : "TCP";
  switch (outcome.verdict) {
    case IceVerdict::works: return {};
    case IceVerdict::unknown_name: return fmt::format("mend the name in {}", setting);
    case IceVerdict::unreachable:
      return fmt::format("mend host and port in {}, or let {} port {} through the firewall",
                         setting, udp, target.port);
    case IceVerdict::no_tls:
      return fmt::format("mend cert and pkey of the TURN server, or the name in {}", setting);
    case IceVerdict::not_stun: return fmt::format("mend host and port in {}", setting);
    case IceVerdict::wrong_secret:
      return "TURN_SECRET must be the TURN server's static-auth-secret, with use-auth-secret";
    case IceVerdict::no_relay:
      return "mend relay-ip, external-ip, min-port and max-port, or the quotas of the TURN server";
  }
  std::unreachable();
}

void look_at_url(std::string const& url, calls::IceServers::Credentials const& credentials,
                 Findings& findings) {
  auto target = parse_ice_url(url);
  if (!target) return;  // the settings' own finding
  auto outcome = probe_ice(*target, credentials, patience);
  auto kind = kind_of(*target);
  if (outcome.verdict == IceVerdict::works)
    findings.push_back(
        {Verdict::good, std::string(area),
         fmt::format("{} works: {} {} {}", kind, url, target->relays ? "relays from" : "sees us as",
                     outcome.detail)});
  else
    findings.push_back({Verdict::wrong, std::string(area),
                        fmt::format("{} does not work: {}: {}; {}", kind, url, outcome.detail,
                                    advice(*target, outcome))});
}

// Ways into a call that nobody has been told of.
void look_for_gaps(Settings const& settings, Findings& findings) {
  auto note = [&](std::string sentence) {
    findings.push_back({Verdict::note, std::string(area), std::move(sentence)});
  };
  if (settings.stun_urls.empty() && settings.turn_urls.empty())
    return note("STUN_URLS and TURN_URLS are not set: calls work within one network only");
  if (settings.turn_urls.empty())
    return note("TURN_URLS is not set: people behind strict firewalls cannot be reached");
  auto has = [&](std::string_view kind) {
    return std::ranges::any_of(settings.turn_urls, [kind](std::string const& url) {
      auto target = parse_ice_url(url);
      return target && kind_of(*target) == kind;
    });
  };
  for (auto [kind, who] : {std::pair("TURN/UDP", "the fastest relay"),
                           std::pair("TURN/TCP", "people whose network drops UDP"),
                           std::pair("TURN/TLS", "people whose network lets only TLS out")})
    if (!has(kind)) note(fmt::format("no {} in TURN_URLS: it is for {}", kind, who));
}

}  // namespace

void look_at_calls(Settings const& settings, Timestamp now, Findings& findings) {
  calls::IceServers servers(
      {settings.stun_urls, settings.turn_urls, settings.turn_secret, settings.turn_ttl});
  auto credentials = servers.credentials_for(PeerId(0), now);
  for (auto const& url : settings.stun_urls) look_at_url(url, credentials, findings);
  for (auto const& url : settings.turn_urls) look_at_url(url, credentials, findings);
  look_for_gaps(settings, findings);
}

}  // namespace switchboard::app
