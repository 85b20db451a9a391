#include "features/accounts/device_name.hpp"

#include <array>
#include <utility>

namespace switchboard::accounts {
namespace {

using Words = std::pair<std::string_view, std::string_view>;  // what it says, what that is

// Every browser names the ones before it too, so the first that fits counts.
constexpr std::array browsers{Words{"Edg/", "Edge"}, Words{"OPR/", "Opera"},
                              Words{"Firefox/", "Firefox"}, Words{"Chrome/", "Chrome"},
                              Words{"Safari/", "Safari"}};
constexpr std::array systems{Words{"iPhone", "iOS"},      Words{"iPad", "iOS"},
                             Words{"Android", "Android"}, Words{"Windows", "Windows"},
                             Words{"Mac OS X", "macOS"},  Words{"CrOS", "ChromeOS"},
                             Words{"Linux", "Linux"}};

constexpr std::size_t product_bytes_max = 24;

template <std::size_t N>
std::string_view first_of(std::array<Words, N> const& known, std::string_view text) {
  for (auto const& [said, name] : known)
    if (text.contains(said)) return name;
  return {};
}

}  // namespace

std::string device_name(std::string_view user_agent) {
  auto program = first_of(browsers, user_agent);
  if (program.empty())
    program = user_agent.substr(0, user_agent.find_first_of("/ (")).substr(0, product_bytes_max);
  if (program.empty()) return "Unknown device";
  auto system = first_of(systems, user_agent);
  std::string name(program);
  if (!system.empty()) name.append(" on ").append(system);
  return name;
}

}  // namespace switchboard::accounts
