#pragma once
// A member that is left out when it has no value. A plain std::optional is written as null then.

#include <optional>

namespace switchboard::json {

template <class T>
struct Omittable : std::optional<T> {
  using std::optional<T>::optional;

  // std::optional's own comparisons find an Omittable on both sides ambiguous.
  friend bool operator==(Omittable const& left, Omittable const& right) {
    return static_cast<std::optional<T> const&>(left) ==
           static_cast<std::optional<T> const&>(right);
  }
};

}  // namespace switchboard::json
