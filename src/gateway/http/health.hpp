#pragma once
// GET /health: the documented, flat shape with this machine's figures. One of a node; from any
// thread.

#include <string>

#include "base/instant.hpp"
#include "gateway/http/system_status.hpp"

namespace switchboard::http {

class Health {
 public:
  // `clock` must outlive it. The server starts now.
  Health(Clock const& clock, std::string version);
  Health(Health const&) = delete;

  // {"status":"up","version":…,"uptime":…,"start_time":…,"system_info":{…}}
  [[nodiscard]] std::string json();

 private:
  Clock const& clock_;
  std::string version_;
  Instant started_;
  Timestamp started_at_;
  OperatingSystem system_;
  CpuMeter cpu_;
};

}  // namespace switchboard::http
