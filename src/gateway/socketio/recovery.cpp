#include "gateway/socketio/recovery.hpp"

#include <boost/describe/class.hpp>

#include <charconv>
#include <utility>

#include "gateway/socketio/server.hpp"
#include "gateway/socketio/socket.hpp"
#include "protocol/json/read.hpp"
#include "protocol/socketio/event.hpp"

namespace switchboard::socketio {

struct ReturnPayload {
  std::optional<std::string> pid;
  std::optional<std::string> offset;
};
BOOST_DESCRIBE_STRUCT(ReturnPayload, (), (pid, offset))

std::optional<Return> read_return(std::string_view auth) {
  if (auth.empty()) return std::nullopt;
  auto payload = json::read<ReturnPayload>(auth, {.depth_max = depth_max, .lone_surrogates = true});
  if (!payload || !payload->pid) return std::nullopt;
  Return back{std::move(*payload->pid), 0};
  if (!payload->offset) return back;
  auto const& text = *payload->offset;
  auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), back.heard);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return back;
}

std::string Recovery::enlist(std::shared_ptr<Socket> socket) {
  if (sockets_.size() >= sockets_max) return {};
  auto pid = server_.door().next_id();
  sockets_.emplace(pid, std::move(socket));
  return pid;
}

void Recovery::strike(std::string const& pid) {
  auto found = sockets_.find(pid);
  if (found == sockets_.end()) return;
  server_.loop().destroy_later([gone = std::move(found->second)]() mutable { gone.reset(); });
  sockets_.erase(found);
}

void Recovery::on_away(std::string const& owner, std::string const& pid) {
  if (owner.empty()) return;  // nobody's: nothing to count by
  auto& theirs = away_[owner];
  theirs.push_back(pid);
  if (theirs.size() <= away_each_max) return;
  auto const oldest = theirs.front();
  auto found = sockets_.find(oldest);
  if (found != sockets_.end()) return found->second->leave_for_good("transport close");
  on_back(owner, oldest);
}

void Recovery::on_back(std::string const& owner, std::string const& pid) {
  auto found = away_.find(owner);
  if (found == away_.end()) return;
  std::erase(found->second, pid);
  if (found->second.empty()) away_.erase(found);
}

std::uint64_t Recovery::attach(Return const& back, std::string_view name_space,
                               Identity const& identity) {
  auto found = sockets_.find(back.pid);
  if (found == sockets_.end() || found->second->name_space() != name_space) return 0;
  return found->second->attach(back.heard, identity);
}

void Recovery::begin(Return const& back, std::uint64_t attached, Identity const& identity,
                     RemoteLink const& link) {
  auto found = sockets_.find(back.pid);
  auto socket = found == sockets_.end() ? nullptr : found->second;
  if (!socket || !socket->begin(attached, back.heard, identity, link)) Socket::shut(nullptr, link);
}

std::shared_ptr<Socket> Recovery::find(std::string const& pid, std::uint64_t attached) {
  auto found = sockets_.find(pid);
  if (found == sockets_.end() || found->second->attached() != attached) return nullptr;
  return found->second;
}

void Recovery::detach(std::string const& pid, std::uint64_t attached, std::string_view reason) {
  if (auto socket = find(pid, attached)) socket->detach(reason);
}

void Recovery::deliver(std::string const& pid, std::uint64_t attached, Message const& message) {
  auto socket = find(pid, attached);
  if (!socket) return;
  if (message.packet.type == PacketType::disconnect)
    return socket->leave_for_good("client namespace disconnect");
  socket->take(message);
}

}  // namespace switchboard::socketio
