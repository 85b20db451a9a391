#include "runtime/batch_sender.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "runtime/socket.hpp"

using namespace switchboard;
using runtime::BatchSender;
using runtime::Pair;

namespace {

std::string drain(int fd) {
  std::string all;
  std::string piece(65536, '\0');
  for (;;) {
    auto got = runtime::receive_some(fd, piece.data(), piece.size());
    if (got.bytes == 0) return all;
    all.append(piece, 0, got.bytes);
  }
}

void fill(int fd) {
  std::string const much(65536, 'x');
  while (runtime::send_some(fd, much) > 0) {
  }
}

struct Rig {
  std::vector<Pair> pairs;
  std::vector<int> fds;
  std::vector<std::int32_t> taken;

  explicit Rig(std::size_t count) : taken(count, -7) {
    for (std::size_t i = 0; i < count; ++i) {
      pairs.push_back(runtime::stream_pair());
      fds.push_back(pairs.back().ours.get());
    }
  }
};

// Both ways; where the kernel forbids a ring both are plain, and the test says so by its name.
std::vector<std::unique_ptr<BatchSender>> senders() {
  std::vector<std::unique_ptr<BatchSender>> all;
  all.push_back(runtime::make_batch_sender(false));
  all.push_back(runtime::make_batch_sender(true));
  return all;
}

}  // namespace

TEST_CASE("without leave to use a ring it is plain send") {
  CHECK(runtime::make_batch_sender(false)->name() == "send");
}

TEST_CASE("every socket gets all bytes, also when there are more sockets than a ring has places") {
  for (auto const& sender : senders()) {
    CAPTURE(sender->name());
    Rig rig(300);
    sender->send(rig.fds, "hello", rig.taken);
    for (auto& pair : rig.pairs) CHECK(drain(pair.theirs.get()) == "hello");
    CHECK(rig.taken == std::vector<std::int32_t>(300, 5));
  }
}

TEST_CASE("a full socket takes nothing, a broken one says so, and the others have everything") {
  for (auto const& sender : senders()) {
    CAPTURE(sender->name());
    Rig rig(4);
    fill(rig.fds[1]);
    rig.pairs[2].theirs.reset();
    sender->send(rig.fds, "hello", rig.taken);
    CHECK(rig.taken[0] == 5);
    CHECK(rig.taken[1] == 0);
    CHECK(rig.taken[2] < 0);
    CHECK(rig.taken[3] == 5);
    CHECK(drain(rig.pairs[0].theirs.get()) == "hello");
    CHECK(drain(rig.pairs[3].theirs.get()) == "hello");
  }
}

TEST_CASE("what is larger than a socket is taken in part, and the count says how much") {
  std::string const large(8 << 20, 'l');
  for (auto const& sender : senders()) {
    CAPTURE(sender->name());
    Rig rig(2);
    sender->send(rig.fds, large, rig.taken);
    for (std::size_t i = 0; i < 2; ++i) {
      CHECK(rig.taken[i] > 0);
      CHECK(rig.taken[i] < static_cast<std::int32_t>(large.size()));
      CHECK(drain(rig.pairs[i].theirs.get()).size() == static_cast<std::size_t>(rig.taken[i]));
    }
  }
}

TEST_CASE("nobody to send to is no work") {
  for (auto const& sender : senders()) sender->send({}, "hello", {});
}
