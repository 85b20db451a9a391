#pragma once
// Sends the same bytes to many sockets, without blocking: the inside of every fan-out. Through
// io_uring one system call serves a whole ring of sockets; where the kernel or the container
// forbids it, plain send() does the same.

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace switchboard::runtime {

class BatchSender {
 public:
  virtual ~BatchSender() = default;

  // taken[i]: how many bytes fds[i] took; 0: it is full; below 0: it is broken. Same lengths.
  virtual void send(std::span<int const> fds, std::string_view bytes,
                    std::span<std::int32_t> taken) = 0;
  [[nodiscard]] virtual std::string_view name() const = 0;  // `send` or `io_uring`
};

// Each shard makes its own. `allow_io_uring`: probed here, at start; a kernel that refuses is no
// error.
[[nodiscard]] std::unique_ptr<BatchSender> make_batch_sender(bool allow_io_uring);

}  // namespace switchboard::runtime
