#pragma once
// A socket whose every call waits, but never for longer than its patience: for commands, which have
// nothing else to do. Never on a loop.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "runtime/fd.hpp"

namespace switchboard::runtime {

enum class Transport : std::uint8_t { udp, tcp };

// not_found: the name is none; unavailable: nobody answers there. The message says which and why.
[[nodiscard]] Result<Fd> connect_waiting(Transport transport, std::string const& host,
                                         std::uint16_t port, Duration patience);

[[nodiscard]] bool send_waiting(int fd, std::string_view bytes);
// How many; 0: nothing came in time, the peer ended or is not there.
[[nodiscard]] std::size_t receive_waiting(int fd, char* out, std::size_t size);

}  // namespace switchboard::runtime
