#include "base/instant.hpp"

#include <algorithm>
#include <array>

namespace switchboard {
namespace {

// Writes `value` with leading zeros, `digits` wide.
void put_digits(char* out, unsigned value, int digits) {
  for (int i = digits - 1; i >= 0; --i) {
    out[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
}

}  // namespace

Duration time_until(Timestamp moment, Timestamp now) {
  constexpr std::chrono::microseconds century = std::chrono::days(36'525);
  return std::clamp(moment - now, -century, century);
}

void append_rfc3339(std::string& out, Timestamp timestamp) {
  auto day = std::chrono::floor<std::chrono::days>(timestamp);
  auto date = std::chrono::year_month_day(day);
  auto time = std::chrono::hh_mm_ss(timestamp - day);
  std::array<char, 27> text{"0000-00-00T00:00:00.000000"};
  put_digits(text.data(), static_cast<unsigned>(static_cast<int>(date.year())), 4);
  put_digits(text.data() + 5, static_cast<unsigned>(date.month()), 2);
  put_digits(text.data() + 8, static_cast<unsigned>(date.day()), 2);
  put_digits(text.data() + 11, static_cast<unsigned>(time.hours().count()), 2);
  put_digits(text.data() + 14, static_cast<unsigned>(time.minutes().count()), 2);
  put_digits(text.data() + 17, static_cast<unsigned>(time.seconds().count()), 2);
  put_digits(text.data() + 20, static_cast<unsigned>(time.subseconds().count()), 6);
  text.back() = 'Z';
  out.append(text.data(), text.size());
}

std::string to_rfc3339(Timestamp timestamp) {
  std::string out;
  append_rfc3339(out, timestamp);
  return out;
}

}  // namespace switchboard
