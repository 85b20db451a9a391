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

void Paced::add_stream(std::string name, double rate, MakeAsker make) {
  if (rate <= 0) return;
  Stream stream;
  stream.name = std::move(name);
  stream.interval_ns = static_cast<std::int64_t>(1e9 / rate);
  for (std::int32_t i = 0; i < options_.connections; ++i) {
    auto const lane = lanes_.size();
    lanes_.push_back({make, {}, streams_.size()});
    connect(lane);
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

void Paced::connect(std::size_t lane_number) {
  auto& lane = lanes_[lane_number];
  lane.asker = lane.make(options_, lane_number);
  lane.asker->socket().stop_blocking();
  readiness_.watch(lane.asker->socket().fd(), lane_number);
}

// A server may close after an answer that refuses. A question that was still open counts as
// answered with 0.
void Paced::reconnect(std::size_t lane_number) {
  if (lanes_[lane_number].due_ns != 0) count_answer(lane_number, 0);
  connect(lane_number);
}

void Paced::receive(std::size_t lane_number) {
  auto& asker = *lanes_[lane_number].asker;
  statuses_.clear();
  try {
    auto const got = asker.socket().receive(buffer_);
    asker.take({buffer_.data(), got}, statuses_);
  } catch (Closed const&) {
    reconnect(lane_number);
  }
  for (int const status : statuses_) count_answer(lane_number, status);
}

void Paced::count_answer(std::size_t lane_number, int status) {
  auto& lane = lanes_[lane_number];
  auto& stream = streams_[lane.stream];
  stream.latencies_ns.push_back(wall_now_ns() - lane.due_ns);
  ++stream.statuses[status];
  stream.idle.push_back(lane_number);
  lane.due_ns = 0;
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
