#pragma once
// One room log with a codec that ends each frame by a new line, a sender that keeps what it sends,
// and sockets that take as much as they are told to.

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "features/delivery/room_log.hpp"
#include "support/fake_outlet.hpp"

namespace switchboard::tests {

struct LineCodec final : delivery::Codec {
  void encode(Publication const& publication, std::string& out) override {
    out.append(publication.data).append("\n");
  }
};

// The sender's other end: fd → outlet.
struct FakeSender final : runtime::BatchSender {
  std::map<int, FakeOutlet*> outlets;
  void send(std::span<int const> fds, std::string_view bytes,
            std::span<std::int32_t> taken) override {
    for (std::size_t i = 0; i < fds.size(); ++i)
      taken[i] = static_cast<std::int32_t>(outlets.contains(fds[i]) ? outlets[fds[i]]->take(bytes)
                                                                    : -EPIPE);
  }
  [[nodiscard]] std::string_view name() const override { return "fake"; }
};

struct LogRig {
  LineCodec codec;
  FakeSender sender;
  std::shared_ptr<delivery::RoomLog> log;
  std::vector<std::unique_ptr<FakeOutlet>> outlets;

  explicit LogRig(delivery::LogLimits limits = {})
      : log(std::make_shared<delivery::RoomLog>(codec, limits)) {}

  FakeOutlet& join(std::uint64_t session, bool secure = false) {
    auto fd = static_cast<int>(outlets.size()) + 10;
    outlets.push_back(std::make_unique<FakeOutlet>(fd, secure));
    auto& outlet = *outlets.back();
    sender.outlets[fd] = &outlet;
    outlet.subscription = std::make_unique<delivery::Subscription>(log, outlet, SessionId(session));
    return outlet;
  }
  FakeOutlet& join_live(std::uint64_t session, bool secure = false) {
    auto& outlet = join(session, secure);
    REQUIRE(outlet.subscription->go_live(Seq{}));
    return outlet;
  }
  void say(std::string text, std::int64_t seq = 0, std::uint64_t except = 0) {
    Publication publication{
        .channel = {}, .seq = Seq(seq), .data = std::move(text), .except = SessionId(except)};
    log->append(publication);
  }
  std::size_t flush() { return log->flush(sender); }
};

}  // namespace switchboard::tests
