#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>

#include "app/command_doctor.hpp"
#include "gateway/edge/tls.hpp"
#include "runtime/batch_sender.hpp"
#include "runtime/socket.hpp"

namespace switchboard::app {
namespace {

using std::chrono::days;

constexpr std::size_t spare_files = 256;
constexpr days expiry_notice{14};

std::string date_of(Timestamp moment) { return to_rfc3339(moment).substr(0, 10); }

void look_at_port(Settings const& settings, std::string_view name, std::uint16_t port, bool running,
                  Findings& findings) {
  if (port == 0) return;
  auto listening = runtime::listen_tcp(settings.host, port);
  if (listening)
    findings.push_back({Verdict::good, "ports", fmt::format("{} {} is free", name, port)});
  else
    findings.push_back({running ? Verdict::note : Verdict::wrong, "ports",
                        fmt::format("{}: {}{}", name, listening.error().message,
                                    running ? " (the server is running)" : "")});
}

}  // namespace

void look_at_ports(Settings const& settings, bool running, Findings& findings) {
  look_at_port(settings, "PORT", settings.port, running, findings);
  look_at_port(settings, "PUSH_PORT", settings.push_port.value_or(0), running, findings);
  look_at_port(settings, "SPARK_PORT", settings.spark_port.value_or(0), running, findings);
}

void look_at_certificate(Settings const& settings, Timestamp now, Findings& findings) {
  if (!settings.https) return;
  auto tls = gateway::TlsCredentials::load(settings.ssl_cert_path, settings.ssl_key_path);
  if (!tls) return;  // the settings' own finding
  auto [from, until] = (*tls)->validity();
  auto add = [&](Verdict verdict, std::string_view words, Timestamp moment) {
    findings.push_back({verdict, "certificate", fmt::format("{} {}", words, date_of(moment))});
  };
  if (now < from) return add(Verdict::wrong, "is not good before", from);
  if (now >= until) return add(Verdict::wrong, "has not been good since", until);
  if (until - now < expiry_notice) return add(Verdict::note, "is only good until", until);
  add(Verdict::good, "is good until", until);
}

void look_at_limits(Settings const& settings, Findings& findings) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  auto enough = limit.rlim_max >= settings.connections_max + spare_files;
  findings.push_back({enough ? Verdict::good : Verdict::note, "limits",
                      fmt::format("{} files may be open; CONNECTIONS_MAX is {}", limit.rlim_max,
                                  settings.connections_max)});
  auto sender = runtime::make_batch_sender(true);
  auto ring = sender->name() == "io_uring";
  findings.push_back({ring ? Verdict::good : Verdict::note, "limits",
                      ring ? "io_uring is there and will be used"
                           : "io_uring is not allowed here; plain send is used"});
}

void look_at_clock(Timestamp now, Findings& findings) {
  using std::chrono::year;
  auto today = std::chrono::year_month_day(std::chrono::floor<days>(now));
  auto plausible = today.year() >= year(2025) && today.year() < year(2100);
  findings.push_back({plausible ? Verdict::good : Verdict::wrong, "clock",
                      fmt::format("says {} (UTC){}", date_of(now),
                                  plausible ? "" : ": tokens cannot be judged by that")});
}

}  // namespace switchboard::app
