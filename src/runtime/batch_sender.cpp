#include "runtime/batch_sender.hpp"

#include <liburing.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

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

  // Null: this kernel or container does not let us.
  static std::unique_ptr<UringSender> probe() {
    auto sender = std::make_unique<UringSender>();
    io_uring_params params{};
    if (io_uring_queue_init_params(ring_size, &sender->ring_, &params) != 0) return nullptr;
    sender->open_ = true;
    auto pair = stream_pair();
    int fd = pair.ours.get();
    std::int32_t taken = 0;
    sender->send({&fd, 1}, "x", {&taken, 1});
    return taken == 1 && sender->open_ ? std::move(sender) : nullptr;
  }

  ~UringSender() override { give_up(); }

  void send(std::span<int const> fds, std::string_view bytes,
            std::span<std::int32_t> taken) override {
    while (!fds.empty()) {
      if (!open_) return plain_.send(fds, bytes, taken);
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
    auto submitted = submit(static_cast<unsigned>(fds.size()));
    for (unsigned seen = 0; seen < submitted;) {
      io_uring_cqe* completion = nullptr;
      if (io_uring_wait_cqe(&ring_, &completion) != 0) continue;
      auto result = completion->res;
      auto full = result == -EAGAIN || result == -EINTR;
      taken[io_uring_cqe_get_data64(completion)] = full ? 0 : result;
      io_uring_cqe_seen(&ring_, completion);
      ++seen;
    }
    if (submitted == fds.size()) return;
    // A kernel out of memory took only the first ones. What lies in the ring must not be sent
    // later, when its bytes are gone, so there is no ring from now on.
    give_up();
    plain_.send(fds.subspan(submitted), bytes, taken.subspan(submitted));
  }

  // How many the kernel took.
  unsigned submit(unsigned count) {
    unsigned submitted = 0;
    while (submitted < count) {
      auto more = io_uring_submit_and_wait(&ring_, count);
      if (more == -EINTR) continue;
      if (more <= 0) break;
      submitted += static_cast<unsigned>(more);
    }
    return submitted;
  }

  void give_up() {
    if (std::exchange(open_, false)) io_uring_queue_exit(&ring_);
  }

  PlainSender plain_;
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
