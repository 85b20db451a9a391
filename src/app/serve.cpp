#include "app/serve.hpp"

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>

#include "app/server.hpp"
#include "runtime/signals.hpp"

namespace switchboard::app {
namespace {

constexpr std::size_t spare_files = 256;  // for the database, logs and pipes

Log::Options log_options(Settings const& settings) {
  auto terminal = isatty(STDERR_FILENO) == 1;
  auto usual = terminal ? Log::Format::text : Log::Format::json;
  return {.level = settings.log_levels.everywhere,
          .areas = settings.log_levels.areas,
          .format = settings.log_format.value_or(usual)};
}

void check_open_files(Settings const& settings, Log& log) {
  auto files = runtime::raise_open_files_limit();
  if (files < settings.connections_max + spare_files)
    log.warn("app", "fewer files may be open than CONNECTIONS_MAX needs",
             {{"files_max", static_cast<std::int64_t>(files)}});
}

void run_until_stopped(Server& server, runtime::Signals const& signals) {
  while (true) {
    auto signal = signals.wait(std::chrono::hours(1));
    if (signal == SIGHUP) server.reload();
    if (signal == SIGTERM || signal == SIGINT) return;
  }
}

}  // namespace

int serve(Settings const& settings) {
  SystemClock clock;
  Log log(clock, log_options(settings));
  runtime::Signals signals({SIGTERM, SIGINT, SIGHUP});
  check_open_files(settings, log);
  try {
    Server server(settings, clock, log, {});
    auto lines = server.open();
    server.start();
    for (auto const& line : lines) std::printf("%s\n", line.c_str());
    std::fflush(stdout);
    log.info("app", "ready", {{"shards", static_cast<std::int64_t>(settings.shards)}});
    run_until_stopped(server, signals);
    log.info("app", "stopping");
    server.drain(settings.drain_seconds);
    log.info("app", "stopped");
    return 0;
  } catch (std::exception const& failure) {
    std::fprintf(stderr, "switchboard: %s\n", failure.what());
    return 1;
  }
}

}  // namespace switchboard::app
