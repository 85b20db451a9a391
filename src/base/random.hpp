#pragma once
// Random bytes that nobody can foresee (OpenSSL's generator), and comparison that tells nothing by
// its time.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace switchboard {

// Throws when the machine has no entropy: nothing may go on then.
void fill_random(std::span<std::uint8_t> out);

[[nodiscard]] std::uint64_t random_number();

// `bytes` random bytes as lower-case hex.
[[nodiscard]] std::string random_hex(std::size_t bytes);

// Takes the same time wherever the two differ; the lengths are not secret.
[[nodiscard]] bool equal_in_constant_time(std::string_view left, std::string_view right);

}  // namespace switchboard
