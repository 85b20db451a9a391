#include "protocol/http/response_writer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "base/expects.hpp"
#include "protocol/http/syntax.hpp"

namespace switchboard::http {
namespace {

void append_number(std::string& out, std::uint64_t number) {
  std::array<char, 20> digits;
  auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append_two_digits(std::string& out, unsigned number) {
  out += static_cast<char>('0' + number / 10);
  out += static_cast<char>('0' + number % 10);
}

// A value that came from outside must not be able to end its line.
void check(Response const& response) {
  expects(response.status >= 100 && response.status <= 599, "a status that HTTP knows");
  auto printable = [](char c) { return c >= ' ' && c <= '~'; };
  expects(std::ranges::all_of(response.reason, printable), "a reason phrase of printable ASCII");
  for (auto const& [name, value] : response.headers) {
    expects(is_token(name), "a header's name to be a token");
    expects(is_field_value(value), "no control character in a header's value");
  }
}

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

}  // namespace

void write_response(std::string& out, Response const& response, WriteOptions const& options) {
  check(response);
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::uint64_t>(response.status));
  out += ' ';
  out += response.reason.empty() ? reason_phrase(response.status) : response.reason;
  if (!options.date.empty()) (out += "\r\nDate: ") += options.date;
  if (may_have_body(response.status)) {
    out += "\r\nContent-Length: ";
    append_number(out, response.body.size());
  }
  if (!options.keep_alive)
    out += "\r\nConnection: close";
  else if (options.http_1_0)
    out += "\r\nConnection: keep-alive";
  for (auto const& [name, value] : response.headers) (((out += "\r\n") += name) += ": ") += value;
  out += "\r\n\r\n";
  if (may_have_body(response.status) && !options.head_only) out += response.body;
}

std::string imf_fixdate(std::int64_t unix_seconds) {
  constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::chrono::sys_seconds const instant{std::chrono::seconds{unix_seconds}};
  auto const day = std::chrono::floor<std::chrono::days>(instant);
  std::chrono::year_month_day const date{day};
  std::chrono::hh_mm_ss const time{instant - day};

  std::string out;
  out.reserve(29);
  (out += days.at(std::chrono::weekday{day}.c_encoding())) += ", ";
  append_two_digits(out, static_cast<unsigned>(date.day()));
  ((out += ' ') += months.at(static_cast<unsigned>(date.month()) - 1)) += ' ';
  auto const year = static_cast<unsigned>(static_cast<int>(date.year()));
  append_two_digits(out, year / 100);
  append_two_digits(out, year % 100);
  out += ' ';
  append_two_digits(out, static_cast<unsigned>(time.hours().count()));
  out += ':';
  append_two_digits(out, static_cast<unsigned>(time.minutes().count()));
  out += ':';
  append_two_digits(out, static_cast<unsigned>(time.seconds().count()));
  return out += " GMT";
}

}  // namespace switchboard::http
