#include "load/paced.hpp"

#include <algorithm>
#include <stdexcept>

#include "load/measure.hpp"

namespace switchboard::load {
namespace {

constexpr std::int64_t stall_ns_max = 20'000'000'000;

double milliseconds_at(std::vector<std::int64_t> sorted, double share) {
  if (sorted.empty()) return 0;
  std::ranges::sort(sorted);
  auto const at = static_cast<std::size_t>(share * static_cast<double>(sorted.size()));
  return static_cast<double>(sorted[std::min(at, sorted.size() - 1)]) / 1e6;
}

std::string describe(Stream const& stream) {
  auto text = ",\"" + stream.name +
              "\":{\"p50_ms\":" + std::to_string(milliseconds_at(stream.latencies_ns, 0.5)) +
              ",\"p99_ms\":" + std::to_string(milliseconds_at(stream.latencies_ns, 0.99)) +
              ",\"statuses\":{";
  char const* comma = "";
  for (auto const& [status, count] : stream.statuses) {
    text += comma + ("\"" + std::to_string(status)) + "\":" + std::to_string(count);
    comma = ",";
  }
  return text + "}}";
}

}  // namespace

Paced::Paced(Options const& options) : options_(options) {
  add_stream("rest", options.rate_per_second, make_http_asker);
  add_stream("chat", options.rate_per_second, make_chat_asker);
  add_stream("login", options.logins_per_second, make_login_asker);
}

void Paced::add_stream(std::string name, double rate,
                       AskerPtr (*make)(Options const&, std::size_t)) {
  if (rate <= 0) return;
  Stream stream;
  stream.name = std::move(name);
  stream.interval_ns = static_cast<std::int64_t>(1e9 / rate);
  for (std::int32_t i = 0; i < options_.connections; ++i) {
    auto const lane = lanes_.size();
    lanes_.push_back({make(options_, lane), streams_.size()});
    lanes_[lane].asker->socket().stop_blocking();
    readiness_.watch(lanes_[lane].asker->socket().fd(), lane);
    stream.idle.push_back(lane);
  }
  streams_.push_back(std::move(stream));
}

void Paced::run() {
  auto const start = wall_now_ns();
  auto const end = start + static_cast<std::int64_t>(options_.seconds * 1e9);
  for (auto& stream : streams_) stream.next_due_ns = start + stream.interval_ns;
  auto now = start;
  while (now < end || busy()) {
    call_due(now, now < end);
    readiness_.turn(1, [this](std::size_t lane) { receive(lane); });
    now = wall_now_ns();
    if (now > end + stall_ns_max) throw std::runtime_error("answers do not come");
  }
}

void Paced::call_due(std::int64_t now_ns, bool more) {
  for (auto& stream : streams_) {
    for (; more && stream.next_due_ns <= now_ns; stream.next_due_ns += stream.interval_ns) {
      stream.waiting.push_back(stream.next_due_ns);
    }
    while (!stream.waiting.empty() && !stream.idle.empty()) ask(stream);
  }
}

void Paced::ask(Stream& stream) {
  auto& lane = lanes_[stream.idle.back()];
  stream.idle.pop_back();
  lane.due_ns = stream.waiting.front();
  stream.waiting.pop_front();
  lane.asker->socket().send(lane.asker->question());
}

void Paced::receive(std::size_t lane_number) {
  auto& lane = lanes_[lane_number];
  auto& stream = streams_[lane.stream];
  statuses_.clear();
  auto const got = lane.asker->socket().receive(buffer_);
  lane.asker->take({buffer_.data(), got}, statuses_);
  for (int const status : statuses_) {
    stream.latencies_ns.push_back(wall_now_ns() - lane.due_ns);
    ++stream.statuses[status];
    stream.idle.push_back(lane_number);
  }
}

bool Paced::busy() const {
  return std::ranges::any_of(streams_, [this](Stream const& stream) {
    return !stream.waiting.empty() ||
           stream.idle.size() < static_cast<std::size_t>(options_.connections);
  });
}

std::string Paced::result() const {
  std::string text;
  for (auto const& stream : streams_) text += describe(stream);
  return text;
}

}  // namespace switchboard::load
