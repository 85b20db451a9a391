#include "app/command_doctor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/commands.hpp"
#include "app/version.hpp"

namespace switchboard::app {
namespace {

void look_at_settings(LoadedSettings const& loaded, Findings& findings) {
  for (auto const& error : loaded.errors) findings.push_back({Verdict::wrong, "settings", error});
  auto set = std::ranges::count_if(
      loaded.in_force, [](SettingInForce const& value) { return !value.origin.empty(); });
  if (loaded.errors.empty())
    findings.push_back({Verdict::good, "settings",
                        fmt::format("{} are set, the others have their defaults", set)});
  if (!loaded.settings.rate_limits)
    findings.push_back({Verdict::note, "settings", "RATE_LIMITS is off: nobody is slowed down"});
  if (loaded.settings.jwt_insecure)
    findings.push_back({Verdict::note, "settings", "JWT_INSECURE is on: anyone may be anyone"});
}

Findings look_at_all(LoadedSettings const& loaded) {
  Findings findings;
  look_at_settings(loaded, findings);
  auto const& settings = loaded.settings;
  auto now = SystemClock().timestamp();
  look_at_clock(now, findings);
  look_at_directory(settings, findings);
  auto running = look_at_database(settings, findings);
  look_at_ports(settings, running, findings);
  look_at_certificate(settings, now, findings);
  look_at_limits(settings, findings);
  look_at_calls(settings, now, findings);
  return findings;
}

}  // namespace

int examine_machine(LoadedSettings const& loaded) {
  constexpr std::array<std::string_view, 3> words{"good", "note", "WRONG"};
  auto findings = look_at_all(loaded);
  fmt::print("switchboard {}\n", version);
  for (auto const& [verdict, area, sentence] : findings)
    fmt::print("{:<6} {:<12} {}\n", words[static_cast<std::size_t>(verdict)], area, sentence);
  auto wrong = std::ranges::count(findings, Verdict::wrong, &Finding::verdict);
  if (wrong > 0) fmt::print("{} to put right\n", wrong);
  return wrong > 0 ? 1 : 0;
}

}  // namespace switchboard::app
