#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <iostream>
#include <stdexcept>
#include <string>

#include "app/commands.hpp"

namespace switchboard::app {
namespace {

// What is typed is not shown for as long as this lives.
class Unseen {
 public:
  Unseen() {
    if (::tcgetattr(STDIN_FILENO, &before_) != 0)
      throw std::runtime_error("the terminal cannot be asked");
    auto unseen = before_;
    unseen.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen);
  }
  Unseen(Unseen const&) = delete;
  ~Unseen() { ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }

 private:
  termios before_{};
};

std::string read_line() {
  std::string line;
  std::getline(std::cin, line);
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

std::string ask(char const* question) {
  fmt::print(stderr, "{}", question);
  Unseen unseen;
  auto line = read_line();
  fmt::print(stderr, "\n");
  return line;
}

}  // namespace

std::string read_password() {
  auto asks = ::isatty(STDIN_FILENO) == 1;
  auto password = asks ? ask("Password: ") : read_line();
  if (password.empty()) throw std::runtime_error("no password was given");
  if (asks && password != ask("The same again: "))
    throw std::runtime_error("the two passwords differ");
  return password;
}

}  // namespace switchboard::app
