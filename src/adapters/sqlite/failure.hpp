#pragma once
// What goes wrong with a database: the disk and the machine fail at run time, as values; a file
// that will not open stops the start, or a command, with a sentence.

#include <optional>
#include <stdexcept>
#include <string>

#include "base/result.hpp"

namespace switchboard::sqlite {

// At start-up only. what() is a sentence for the person who runs the server.
struct DatabaseError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The disk is full, a file cannot be read, a query took too long. `what` is for the log.
struct Failure {
  int code;  // SQLite's extended result code
  std::string what;
};

// True for what the world does to us; anything else that SQLite reports is our own bug.
[[nodiscard]] bool comes_from_outside(int code);

// Hides SQLite's words, which are of no use to a client.
[[nodiscard]] Error write_error();
[[nodiscard]] Error read_error();

}  // namespace switchboard::sqlite
