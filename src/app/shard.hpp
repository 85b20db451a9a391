#pragma once
// What every shard has of its own.

#include <memory>
#include <vector>

#include "app/settings.hpp"
#include "features/accounts/accounts.hpp"
#include "features/accounts/subject_authenticator.hpp"
#include "features/chat/change_member.hpp"
#include "features/chat/create_room.hpp"
#include "features/chat/mark_read.hpp"
#include "features/chat/open_direct_room.hpp"
#include "features/chat/post_message.hpp"
#include "features/chat/react.hpp"
#include "features/chat/revise_message.hpp"
#include "features/chat/search_messages.hpp"
#include "features/delivery/attendance.hpp"
#include "features/delivery/canary.hpp"
#include "features/delivery/fan_out.hpp"
#include "features/push/connections.hpp"
#include "gateway/calls/call_endpoints.hpp"
#include "gateway/calls/door.hpp"
#include "gateway/calls/program_endpoints.hpp"
#include "gateway/chat/door.hpp"
#include "gateway/http/cors.hpp"
#include "gateway/http/find_endpoints.hpp"
#include "gateway/http/health.hpp"
#include "gateway/http/http_connection.hpp"
#include "gateway/http/inbox_endpoints.hpp"
#include "gateway/http/key_endpoints.hpp"
#include "gateway/http/member_endpoints.hpp"
#include "gateway/http/metrics.hpp"
#include "gateway/http/openapi.hpp"
#include "gateway/http/operations_endpoints.hpp"
#include "gateway/http/post_endpoint.hpp"
#include "gateway/http/push_endpoints.hpp"
#include "gateway/http/readiness.hpp"
#include "gateway/http/room_endpoints.hpp"
#include "gateway/http/router.hpp"
#include "gateway/http/sign_in_endpoints.hpp"
#include "gateway/http/trusted_proxies.hpp"
#include "gateway/http/user_endpoints.hpp"
#include "gateway/push/door.hpp"
#include "gateway/socketio/server.hpp"
#include "gateway/spark/door.hpp"
#include "gateway/spark/http_endpoints.hpp"
#include "ports/inbox_store.hpp"
#include "ports/key_set.hpp"
#include "ports/message_store.hpp"
#include "ports/room_store.hpp"
#include "ports/store_health.hpp"

namespace switchboard::app {

// Of that, what calls need.
struct CallParts {
  CallParts(runtime::Shards& shards, Settings const& settings, ports::InboxStore& inboxes,
            Clock const& clock);

  calls::IceServers ice_servers;
  calls::People people;
  calls::Rooms rooms;
  calls::Doors doors;
  calls::Devices devices;
  calls::Ringing ringing;
};

// What the shards of a node share.
struct NodeParts {
  Settings const& settings;
  Clock const& clock;
  Log& log;
  http::Metrics& metrics;
  http::Health& health;
  ports::MessageStore& messages;
  ports::RoomStore& rooms;
  chat::RoomChanges& room_changes;
  delivery::Attendance& attendance;
  spark::KeepAlive& keep_alive;
  ports::StoreHealth& store_health;
  accounts::SharedAccounts& accounts;
  delivery::FanOut& fan_out;
  ports::InboxStore& inboxes;
  push::Connections& connections;
  push::Sessions& push_sessions;
  http::TrustedProxies proxies;
  http::Cors cors;
  http::Cors push_cors;
  socketio::Options socketio;
  CallParts& calls;
  ports::KeySet* issuer = nullptr;  // null: no JWKS_URL
  engineio::Servers engineio_servers = {};
  std::vector<socketio::Server*> socketio_servers = {};
};

struct ShardParts {
  // Both must outlive it.
  ShardParts(NodeParts& node, gateway::Edge& edge);
  ShardParts(ShardParts const&) = delete;

  accounts::Accounts accounts;
  chat::PostMessage post_message;
  chat::ReviseMessage revise_message;
  chat::React react;
  chat::MarkRead mark_read;
  chat::SearchMessages search_messages;
  chat::CreateRoom create_room;
  chat::OpenDirectRoom open_direct_room;
  chat::ChangeMember change_member;
  delivery::Canary canary;
  chat::Door chat;
  accounts::SubjectAuthenticator subjects;
  socketio::Server socketio;
  http::UserEndpoints users;
  http::SignInEndpoints sign_ins;
  http::RoomEndpoints rooms;
  http::MemberEndpoints members;
  http::FindEndpoints find;
  spark::Door spark_door;
  spark::HttpEndpoints spark_endpoints;
  http::PostEndpoint post;
  http::PushEndpoints sending;
  http::InboxEndpoints inbox;
  http::KeyEndpoints keys;
  calls::ProgramEndpoints programs;
  calls::CallEndpoints calling;
  http::Readiness readiness;
  http::OperationsEndpoints operations;
  http::OpenapiEndpoint openapi;
  http::Router main_router;
  http::Router push_router;
  calls::Door calls;
  http::Router side_router;  // beside a door: 404
  http::Door main;
  http::Door push;
  http::Door spark;

 private:
  void add_main_routes();
  void listen_to_changes(NodeParts& node, gateway::Edge& edge);
  void add_push(NodeParts& node, gateway::Edge& edge);
  void let_ring(NodeParts& node, gateway::Edge& edge, push::Door& push_door);
};

}  // namespace switchboard::app
