#pragma once
// Ids and numbers that do not mix: no way back without value(), no arithmetic, swapped arguments do
// not compile.

#include <compare>
#include <functional>
#include <utility>

namespace switchboard {

template <class Tag, class T>
class Strong {
 public:
  using Value = T;

  constexpr Strong() = default;
  constexpr explicit Strong(T value) : value_(std::move(value)) {}

  [[nodiscard]] constexpr T const& value() const { return value_; }

  friend constexpr auto operator<=>(Strong const&, Strong const&) = default;
  friend constexpr bool operator==(Strong const&, Strong const&) = default;

 private:
  T value_{};
};

}  // namespace switchboard

template <class Tag, class T>
struct std::hash<switchboard::Strong<Tag, T>> {
  std::size_t operator()(switchboard::Strong<Tag, T> const& strong) const {
    return std::hash<T>{}(strong.value());
  }
};
