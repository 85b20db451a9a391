#pragma once
// The push feature over a store in memory that answers at once: nothing ever waits.

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/memory/store.hpp"
#include "features/push/dispatch.hpp"
#include "ports/push_sessions.hpp"
#include "support/manual_clock.hpp"

namespace switchboard::tests {

struct PushedOut final : ports::Publisher {
  void publish(Publication publication) override { all.push_back(std::move(publication)); }
  std::vector<Publication> all;
};

struct SentAway final : ports::PushSessions {
  void disconnect(std::size_t shard, SessionId session) override {
    all.emplace_back(shard, session);
  }
  std::vector<std::pair<std::size_t, SessionId>> all;
};

struct PushRig {
  // `ada` is on shard 1 as session `number`.
  std::vector<push::Connection> connect(std::string const& subject, std::uint64_t number,
                                        std::size_t at_once = 1) {
    clock.advance(std::chrono::seconds(1));
    push::Connection connection{1, SessionId(number), "socket-" + std::to_string(number),
                                clock.timestamp()};
    return connections.enter(subject, std::move(connection), at_once);
  }

  template <class T>
  T run(Task<T> task) {
    std::optional<T> answer;
    std::exception_ptr thrown;
    start(
        std::move(task), [&](T value) { answer.emplace(std::move(value)); },
        [&](std::exception_ptr exception) { thrown = exception; });
    if (thrown) std::rethrow_exception(thrown);
    REQUIRE_MESSAGE(answer.has_value(), "the task waits for something that never comes");
    return std::move(*answer);
  }

  InboxPage inbox(std::string subject) {
    return *run(
        store.inboxes().after(std::move(subject), Seq(0), inbox_items_max, clock.timestamp()));
  }

  // `push:user:ada ["message",…]`, and forgets them.
  std::vector<std::string> published() {
    std::vector<std::string> lines;
    for (auto const& one : std::exchange(publisher.all, {}))
      lines.push_back(one.channel.value() + ' ' + one.data);
    return lines;
  }
  [[nodiscard]] std::string now() const { return to_rfc3339(clock.timestamp()); }

  ManualClock clock;
  memory::Store store{clock};
  push::Connections connections;
  PushedOut publisher;
  SentAway sessions;
  push::Parts parts{connections, publisher, store.inboxes(), clock};
};

using Lines = std::vector<std::string>;

}  // namespace switchboard::tests
