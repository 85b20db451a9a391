#include "features/push/connections.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/expects.hpp"

namespace switchboard::push {

std::vector<Connection> Connections::enter(std::string const& subject, Connection connection,
                                           std::size_t at_once) {
  expects(at_once > 0, "at least one connection for everybody");
  return people_.update(subject, [&](std::vector<Connection>& present) {
    present.push_back(std::move(connection));
    auto too_many = present.size() > at_once ? present.size() - at_once : 0;
    auto end = present.begin() + static_cast<std::ptrdiff_t>(too_many);
    std::vector<Connection> replaced(std::move_iterator(present.begin()), std::move_iterator(end));
    present.erase(present.begin(), end);
    return replaced;
  });
}

bool Connections::leave(std::string const& subject, SessionId session) {
  return people_.update(subject, [&](std::vector<Connection>& present) {
    return std::erase_if(present, [&](auto const& one) { return one.session == session; }) > 0;
  });
}

std::optional<Connection> Connections::newest(std::string const& subject) const {
  auto present = people_.get(subject);
  if (present.empty()) return std::nullopt;
  return std::move(present.back());
}

std::vector<Connection> Connections::all(std::string const& subject) const {
  return people_.get(subject);
}

std::vector<std::string> Connections::subjects() const {
  std::vector<std::pair<Timestamp, std::string>> people;
  people_.each([&](std::string const& subject, std::vector<Connection> const& present) {
    people.emplace_back(present.front().connected_at, subject);
  });
  std::ranges::sort(people);
  std::vector<std::string> subjects;
  subjects.reserve(people.size());
  for (auto& [since, subject] : people) subjects.push_back(std::move(subject));
  return subjects;
}

}  // namespace switchboard::push
