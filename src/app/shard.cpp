#include "app/shard.hpp"

#include "app/version.hpp"
#include "gateway/web/web_files.hpp"

namespace switchboard::app {
namespace {

chat::Parts chat_parts(NodeParts& node, ShardParts& shard, gateway::Edge& edge) {
  chat::Parts parts{.authenticator = shard.accounts.authenticator,
                    .tickets = shard.accounts.ticket_authenticator,
                    .directory = shard.accounts.directory,
                    .fan_out = node.fan_out,
                    .messages = node.messages,
                    .post_message = shard.post_message,
                    .revise_message = shard.revise_message,
                    .react = shard.react,
                    .mark_read = shard.mark_read,
                    .attendance = node.attendance,
                    .edge = edge,
                    .cors = node.cors};
  parts.socket.unread_bytes_max = node.settings.unread_bytes_max;
  if (!node.settings.rate_limits) parts.limits.frames.each_second = 0;
  return parts;
}

spark::Door::Parts spark_parts(NodeParts& node, ShardParts& shard, gateway::Edge& edge) {
  spark::Door::Parts parts{.authenticator = shard.accounts.authenticator,
                           .directory = shard.accounts.directory,
                           .users = node.accounts.stores.users,
                           .rooms = node.rooms,
                           .messages = node.messages,
                           .open_direct = shard.open_direct_room,
                           .post_message = shard.post_message,
                           .fan_out = node.fan_out,
                           .attendance = node.attendance,
                           .edge = edge};
  parts.socket.unread_bytes_max = node.settings.unread_bytes_max;
  if (!node.settings.rate_limits) parts.frames.each_second = 0;
  return parts;
}

accounts::SubjectAuthenticator::Rules subject_rules(NodeParts& node) {
  return {.sender_roles = node.settings.push_sender_roles,
          .insecure = node.settings.jwt_insecure,
          .issuer = node.issuer,
          .audience = node.settings.jwt_audience};
}

http::Router::Parts router_parts(NodeParts& node, accounts::Accounts& accounts,
                                 accounts::SubjectAuthenticator& subjects,
                                 std::vector<http::RouteFamily> families) {
  return {.authenticator = accounts.authenticator,
          .limiter = node.accounts.limiter,
          .cors = node.cors,
          .log = node.log,
          .clock = node.clock,
          .observer = &node.metrics,
          .subjects = &subjects,
          .families = std::move(families)};
}

calls::Door::Parts calls_parts(NodeParts& node, accounts::Accounts& accounts, gateway::Edge& edge,
                               http::RequestHandler& plain) {
  calls::Door::Parts parts{.authenticator = accounts.authenticator,
                           .keys = accounts.key_authenticator,
                           .directory = accounts.directory,
                           .tickets = accounts.ticket_authenticator,
                           .ice_servers = node.calls.ice_servers,
                           .people = node.calls.people,
                           .rooms = node.calls.rooms,
                           .doors = node.calls.doors,
                           .fan_out = node.fan_out,
                           .attendance = node.attendance,
                           .edge = edge,
                           .plain = plain};
  parts.socket.unread_bytes_max = node.settings.unread_bytes_max;
  if (!node.settings.rate_limits) parts.frames.each_second = 0;
  return parts;
}

std::vector<http::RouteFamily> main_families(NodeParts& node) {
  auto families = http::ordinary_families(node.cors);
  families.insert(families.begin(), http::push_family("/websocket/", node.push_cors));
  for (auto const* path : {"/register", "/updatepassword", "/newpassword", "/regenerate"})
    families.insert(families.begin(), http::calls_family(path, node.cors));
  families.insert(families.begin(), http::calls_family("/ws", node.cors, false));
  return families;
}

push::Parts sending_parts(NodeParts& node) {
  return {node.connections, node.fan_out, node.inboxes, node.clock};
}

// What a ready node can do: keep a write, and bring a publication back to a subscriber.
std::vector<http::Readiness::Check> readiness_checks(NodeParts& node, delivery::Canary& canary) {
  std::vector<http::Readiness::Check> checks;
  checks.push_back({"store", [&node] { return node.store_health.probe(); }});
  checks.push_back({"delivery", [&canary] { return canary.fly(); }});
  return checks;
}

http::Door http_door(NodeParts& node, http::Router& router,
                     std::vector<http::UpgradeDoor*> upgrades) {
  auto identify = [&node](http::Request& request, gateway::Connection const& connection) {
    auto client = node.proxies.client({connection.peer(), connection.secure()}, request.head);
    request.peer = std::move(client.address);
    request.secure = client.secure;
    request.id.clear();
  };
  auto refuse = [&router](Error const& error, http::Request const& request) {
    return router.refusal(error, request);
  };
  return {router, std::move(upgrades), {}, std::move(identify), std::move(refuse)};
}

}  // namespace

CallParts::CallParts(runtime::Shards& shards, Settings const& settings, ports::InboxStore& inboxes,
                     Clock const& clock)
    : ice_servers(
          {settings.stun_urls, settings.turn_urls, settings.turn_secret, settings.turn_ttl}),
      rooms(shards, people),
      doors(shards),
      devices(shards),
      ringing(shards, people, devices, inboxes, clock) {
  rooms.on_left([this](UserId user, CallRoom room) { ringing.on_left(user, room); });
}

ShardParts::ShardParts(NodeParts& node, gateway::Edge& edge)
    : accounts(node.accounts, edge.loop.index()),
      post_message(node.messages, node.fan_out, node.clock),
      revise_message(node.messages, node.fan_out, node.clock),
      react(node.messages, node.fan_out),
      mark_read(node.rooms, node.fan_out),
      search_messages(node.messages),
      create_room(node.rooms, node.clock),
      open_direct_room(node.rooms, node.room_changes, node.clock),
      change_member(node.rooms, node.room_changes, node.clock),
      canary(edge.loop, node.fan_out),
      chat(chat_parts(node, *this, edge)),
      subjects(node.settings.jwt_secret, accounts.directory, node.clock, node.log,
               subject_rules(node)),
      socketio(
          {edge, node.socketio, node.fan_out, node.engineio_servers, node.socketio_servers, {}}),
      users(accounts),
      sign_ins(accounts),
      rooms({node.rooms, node.messages, create_room, open_direct_room}),
      members(node.rooms, change_member),
      find({search_messages, accounts.find_users, node.attendance}),
      spark_door(spark_parts(node, *this, edge)),
      spark_endpoints({accounts, node.accounts.stores.users, node.keep_alive, node.clock,
                       node.settings.spark_jwt_secret}),
      post(post_message, node.messages),
      sending(sending_parts(node), node.push_sessions),
      inbox(node.inboxes, node.clock),
      keys(accounts.api_keys, node.accounts.tickets, node.clock),
      programs(accounts.program_accounts),
      calling({node.calls.ringing, node.calls.ice_servers, accounts.directory,
               node.accounts.limiter, node.fan_out, node.clock}),
      readiness(edge.loop, readiness_checks(node, canary)),
      operations({node.health, node.metrics, readiness, node.settings.metrics_token}),
      openapi(version),
      main_router(router_parts(node, accounts, subjects, main_families(node))),
      push_router(router_parts(node, accounts, subjects, {http::push_family("", node.push_cors)})),
      calls(calls_parts(node, accounts, edge, main_router)),
      side_router(router_parts(node, accounts, subjects, {})),
      main(http_door(node, main_router, {&chat, &calls, &socketio.door()})),
      push(http_door(node, push_router, {&socketio.door()})),
      spark(http_door(node, side_router, {&spark_door})) {
  accounts.authenticator.accept_foreign(subjects);
  add_main_routes();
  add_push(node, edge);
  listen_to_changes(node, edge);
}

void ShardParts::listen_to_changes(NodeParts& node, gateway::Edge& edge) {
  node.accounts.changes.listen(edge.loop.index(), [this](UserId user) {
    chat.on_account_changed(user);
    calls.on_account_changed(user);
    spark_door.on_account_changed(user);
  });
  node.room_changes.listen(edge.loop.index(), [this](chat::RoomChange const& change) {
    chat.on_room_changed(change);
    spark_door.on_room_changed(change);
  });
}

void ShardParts::add_push(NodeParts& node, gateway::Edge& edge) {
  push::Door::Parts push_parts{.authenticator = subjects,
                               .directory = accounts.directory,
                               .connections = node.connections,
                               .inbox = node.inboxes,
                               .fan_out = node.fan_out,
                               .attendance = node.attendance,
                               .sessions = node.push_sessions,
                               .edge = edge,
                               .connections_per_user = node.settings.push_connections_per_user,
                               .frames = {}};
  if (!node.settings.rate_limits) push_parts.frames.each_second = 0;
  auto door = std::make_unique<push::Door>(push_parts);
  node.accounts.changes.listen(
      edge.loop.index(), [door = door.get()](UserId user) { door->on_account_changed(user); });
  let_ring(node, edge, *door);
  socketio.add("/", std::move(door));
  sending.add_to(main_router);
  sending.add_to(push_router);
  web::add_push_tester(push_router);
}

// Every door tells of a call in its own frames.
void ShardParts::let_ring(NodeParts& node, gateway::Edge& edge, push::Door& push_door) {
  auto tell = [this, &push_door](UserId user, calls::CallEvent const* event) {
    if (event == nullptr)
      return chat.tell_extended(user, nullptr) + push_door.tell_call(user, nullptr) +
             calls.tell_extended(user, nullptr);
    auto event_members = calls::call_event_members(*event);
    auto frame = R"({"type":"call",)" + event_members + '}';
    auto emitted = R"(["call",{)" + event_members + "}]";
    calls::Signal signal{.kind = calls::Kind::call_event, .payload = '{' + event_members + '}'};
    return chat.tell_extended(user, &frame) + push_door.tell_call(user, &emitted) +
           calls.tell_extended(user, &signal);
  };
  node.calls.devices.listen(edge.loop.index(), std::move(tell));
}

void ShardParts::add_main_routes() {
  users.add_to(main_router);
  sign_ins.add_to(main_router);
  rooms.add_to(main_router);
  members.add_to(main_router);
  find.add_to(main_router);
  spark_endpoints.add_to(main_router);
  post.add_to(main_router);
  inbox.add_to(main_router);
  keys.add_to(main_router);
  programs.add_to(main_router);
  calling.add_to(main_router);
  calls.add_to(main_router);
  operations.add_to(main_router);
  openapi.add_to(main_router);
  web::add_web_files(main_router);
}

}  // namespace switchboard::app
