#pragma once
// What `doctor` looks at. Each look changes nothing, but that it may make and remove an empty file.

#include <cstdint>
#include <string>
#include <vector>

#include "app/settings.hpp"
#include "base/instant.hpp"

namespace switchboard::app {

enum class Verdict : std::uint8_t { good, note, wrong };

struct Finding {
  Verdict verdict;
  std::string area;      // `database`
  std::string sentence;  // without a full stop
};

using Findings = std::vector<Finding>;

void look_at_directory(Settings const& settings, Findings& findings);
// True when a server holds the database now.
bool look_at_database(Settings const& settings, Findings& findings);
// A taken port is no wonder while a server runs.
void look_at_ports(Settings const& settings, bool running, Findings& findings);
void look_at_certificate(Settings const& settings, Timestamp now, Findings& findings);
void look_at_limits(Settings const& settings, Findings& findings);
// Asks every STUN and TURN server, as a client would: some seconds for each that does not answer.
void look_at_calls(Settings const& settings, Timestamp now, Findings& findings);
void look_at_clock(Timestamp now, Findings& findings);

}  // namespace switchboard::app
