#pragma once
// States what must hold. A broken expectation is a bug: it throws, and one of the three doors (a
// request, a session, main) catches it.

#include <source_location>
#include <stdexcept>
#include <string>

namespace switchboard {

struct BrokenExpectation : std::logic_error {
  using std::logic_error::logic_error;
};

inline void expects(bool holds, char const* what,
                    std::source_location where = std::source_location::current()) {
  if (holds) [[likely]]
    return;
  throw BrokenExpectation(std::string(where.file_name()) + ':' + std::to_string(where.line()) +
                          ": expected " + what);
}

}  // namespace switchboard
