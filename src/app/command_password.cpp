#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <string_view>

#include "app/commands.hpp"

namespace switchboard::app {
namespace {

constexpr std::size_t password_line_max = 1024;

// What is typed is not shown for as long as this lives.
class Unseen {
 public:
  explicit Unseen(int terminal) : terminal_(terminal) {
    if (::tcgetattr(terminal, &before_) != 0) throw std::runtime_error("no terminal to ask at");
    auto unseen = before_;
    unseen.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(terminal, TCSAFLUSH, &unseen);
  }
  Unseen(Unseen const&) = delete;
  ~Unseen() { ::tcsetattr(terminal_, TCSAFLUSH, &before_); }

 private:
  int terminal_;
  termios before_{};
};

// Up to the line's end, byte by byte: what follows belongs to somebody else.
std::string read_line(int fd) {
  std::string line;
  char byte = 0;
  while (true) {
    auto size = ::read(fd, &byte, 1);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0 || byte == '\n') break;
    if (line.size() == password_line_max) throw std::runtime_error("the password is too long");
    line += byte;
  }
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

std::string ask(int terminal, std::string_view question) {
  [[maybe_unused]] auto asked = ::write(STDERR_FILENO, question.data(), question.size());
  Unseen unseen(terminal);
  auto line = read_line(terminal);
  [[maybe_unused]] auto ended = ::write(STDERR_FILENO, "\n", 1);
  return line;
}

}  // namespace

std::string read_password() {
  if (::isatty(STDIN_FILENO) != 1) {
    auto password = read_line(STDIN_FILENO);
    if (password.empty()) throw std::runtime_error("no password came from standard input");
    return password;
  }
  auto password = ask(STDIN_FILENO, "Password: ");
  if (password != ask(STDIN_FILENO, "The same again: "))
    throw std::runtime_error("the two passwords differ");
  return password;
}

}  // namespace switchboard::app
