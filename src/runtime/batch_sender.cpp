#include "runtime/batch_sender.hpp"

#include <liburing.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <optional>

#include "runtime/socket.hpp"

namespace switchboard::runtime {
namespace {

class PlainSender final : public BatchSender {
 public:
  void send(std::span<int const> fds, std::string_view bytes,
            std::span<std::int32_t> taken) override {
    for (std::size_t i = 0; i < fds.size(); ++i)
      taken[i] = static_cast<std::int32_t>(send_some(fds[i], bytes));
  }
  [[nodiscard]] std::string_view name() const override { return "send"; }
};

class UringSender final : public BatchSender {
 public:
  static constexpr unsigned ring_size = 256;

  // nullopt: this kernel or container does not let us.
  static std::unique_ptr<UringSender> probe() {
    auto sender = std::make_unique<UringSender>();
    io_uring_params params{};
    if (io_uring_queue_init_params(ring_size, &sender->ring_, &params) != 0) return nullptr;
    sender->open_ = true;
    auto pair = stream_pair();
    int fd = pair.ours.get();
    std::int32_t taken = 0;
    sender->send({&fd, 1}, "x", {&taken, 1});
    return taken == 1 ? std::move(sender) : nullptr;
  }

  ~UringSender() override {
    if (open_) io_uring_queue_exit(&ring_);
  }

  void send(std::span<int const> fds, std::string_view bytes,
            std::span<std::int32_t> taken) override {
    while (!fds.empty()) {
      auto count = std::min<std::size_t>(fds.size(), ring_size);
      send_ring(fds.first(count), bytes, taken.first(count));
      fds = fds.subspan(count);
      taken = taken.subspan(count);
    }
  }
  [[nodiscard]] std::string_view name() const override { return "io_uring"; }

 private:
  // MSG_DONTWAIT makes each send end inside the submission, so the bytes need not outlive this
  // call.
  void send_ring(std::span<int const> fds, std::string_view bytes, std::span<std::int32_t> taken) {
    for (std::size_t i = 0; i < fds.size(); ++i) {
      auto* entry = io_uring_get_sqe(&ring_);
      io_uring_prep_send(entry, fds[i], bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      io_uring_sqe_set_data64(entry, i);
    }
    auto count = static_cast<unsigned>(fds.size());
    while (io_uring_submit_and_wait(&ring_, count) == -EINTR) {
    }
    for (unsigned seen = 0; seen < count;) {
      io_uring_cqe* completion = nullptr;
      if (io_uring_wait_cqe(&ring_, &completion) != 0) continue;
      auto result = completion->res;
      auto full = result == -EAGAIN || result == -EINTR;
      taken[io_uring_cqe_get_data64(completion)] = full ? 0 : result;
      io_uring_cqe_seen(&ring_, completion);
      ++seen;
    }
  }

  io_uring ring_{};
  bool open_ = false;
};

}  // namespace

std::unique_ptr<BatchSender> make_batch_sender(bool allow_io_uring) {
  if (allow_io_uring)
    if (auto uring = UringSender::probe()) return uring;
  return std::make_unique<PlainSender>();
}

}  // namespace switchboard::runtime
