#pragma once
// The bytes of a message that arrives in pieces, flat, and never cleared before they are written.

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace switchboard::websocket {

class FlatBuffer {
 public:
  // Room for `bytes` more behind what is held. Doubles, so that a message in many pieces is not
  // copied once a piece, yet never beyond `capacity_max`: what is reserved is at most twice what
  // came, whatever was announced.
  [[nodiscard]] char* extend(std::size_t bytes, std::size_t capacity_max) {
    auto const needed = size_ + bytes;
    if (needed > capacity_) {
      capacity_ = std::max(needed, std::min(capacity_ * 2, capacity_max));
      auto grown = std::make_unique_for_overwrite<char[]>(capacity_);
      if (size_ > 0) std::memcpy(grown.get(), bytes_.get(), size_);
      bytes_ = std::move(grown);
    }
    auto* const room = bytes_.get() + size_;
    size_ = needed;
    return room;
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }
  [[nodiscard]] std::string_view view() const { return {bytes_.get(), size_}; }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace switchboard::websocket
