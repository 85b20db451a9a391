#include "app/server.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "app/version.hpp"
#include "features/chat/channel.hpp"
#include "features/chat/notices.hpp"
#include "gateway/edge/connection.hpp"

namespace switchboard::app {
namespace {

constexpr std::size_t cores_assumed = 2;

std::size_t cores() {
  auto found = std::thread::hardware_concurrency();
  return found == 0 ? cores_assumed : found;
}

accounts::Settings account_settings(Settings const& settings) {
  accounts::Settings result{.jwt_secret = settings.jwt_secret,
                            .token_lifetime = settings.jwt_expiration,
                            .refresh_lifetime = settings.refresh_expiration,
                            .bcrypt_cost = static_cast<int>(settings.bcrypt_cost),
                            .open_roles = {},
                            .rate_limits = settings.rate_limits};
  for (auto const& name : settings.open_roles)
    if (auto role = role_of(name)) result.open_roles.push_back(*role);
  return result;
}

std::vector<runtime::Loop*> loops_of(runtime::Shards& shards) {
  std::vector<runtime::Loop*> loops;
  for (std::size_t i = 0; i < shards.size(); ++i) loops.push_back(&shards[i]);
  return loops;
}

runtime::BlockingPool::Options hashing_pool(Settings const& settings, bool threads) {
  auto options =
      accounts::PasswordHasher::pool_options(static_cast<int>(settings.bcrypt_cost), cores());
  if (!threads) options.threads = 0;
  return options;
}

sqlite::Store::Options store_options(Settings const& settings, bool threads) {
  return {.path = settings.sqlite_path,
          .reader_connections = settings.db_connections_max,
          .threads = threads};
}

gateway::Seats::Limits seat_limits(Settings const& settings) {
  return {.all_max = settings.connections_max,
          .each_address_max = settings.rate_limits ? settings.connections_per_ip_max : 0};
}

delivery::Hub::Options hub_options(Settings const& settings) {
  return {.limits = {.unread_bytes_max = settings.unread_bytes_max}};
}

socketio::Options socketio_options(Settings const& settings) {
  socketio::Options options;
  options.engine.unread_bytes_max = settings.unread_bytes_max;
  options.engine.sessions_max = settings.connections_max;
  if (settings.rate_limits) options.engine.polling_each_max = settings.connections_per_ip_max;
  options.engine.origins = settings.push_cors_origins;
  return options;
}

http::TrustedProxies trusted_proxies(Settings const& settings) {
  std::string list;
  for (auto const& network : settings.trusted_proxies) list += (list.empty() ? "" : ",") + network;
  auto proxies = http::TrustedProxies::parse(list);
  if (!proxies) throw std::runtime_error("TRUSTED_PROXIES: " + proxies.error().message);
  return std::move(*proxies);
}

std::shared_ptr<gateway::TlsCredentials> tls_context(Settings const& settings) {
  if (!settings.https) return nullptr;
  auto context = gateway::TlsCredentials::load(settings.ssl_cert_path, settings.ssl_key_path);
  if (!context) throw std::runtime_error(context.error().message);
  return std::move(*context);
}

void abort_all(gateway::Edge& edge) {
  while (!edge.connections.empty()) edge.connections.back()->abort();
}

// Presence is told on the channel's home shard, from where the frame goes the way of all others.
delivery::Presence::OnDiff tell_presence(delivery::FanOut& fan_out) {
  return [&fan_out](ChannelName const& channel, delivery::PresenceDiff const& diff) {
    if (!chat::is_room(channel)) return;
    std::vector<chat::Person> joined;
    for (auto const& person : diff.joined)
      joined.push_back({person.id, person.username, person.full_name});
    chat::PresenceChange change{joined, diff.left, static_cast<std::size_t>(diff.count)};
    fan_out.publish(chat::presence_for(chat::room_of(channel), change));
  };
}

}  // namespace

Server::Server(Settings const& settings, Clock const& clock, Log& log, Options options)
    : settings_(settings),
      clock_(clock),
      log_(log),
      options_(options),
      metrics_(log),
      health_(clock, std::string(version)),
      shards_(clock, options.threads ? settings.shards : 1),
      store_(store_options(settings, options.threads), clock, &metrics_),
      hashing_(hashing_pool(settings, options.threads)),
      accounts_({store_.users(), store_.sign_ins(), store_.api_keys()}, hashing_, loops_of(shards_),
                clock, account_settings(settings), &log),
      fan_out_(shards_, hub_options(settings), tell_presence(fan_out_)),
      room_changes_(loops_of(shards_)),
      search_indexing_(shards_[0], store_.messages(), log),
      push_sessions_(shards_),
      inbox_sweep_(shards_[0], store_.inboxes(), log),
      calls_(shards_, settings, store_.inboxes(), clock),
      node_{.settings = settings,
            .clock = clock,
            .log = log,
            .metrics = metrics_,
            .health = health_,
            .messages = store_.messages(),
            .rooms = store_.rooms(),
            .room_changes = room_changes_,
            .attendance = attendance_,
            .keep_alive = keep_alive_,
            .store_health = store_.health(),
            .accounts = accounts_,
            .fan_out = fan_out_,
            .inboxes = store_.inboxes(),
            .connections = connections_,
            .push_sessions = push_sessions_,
            .proxies = trusted_proxies(settings),
            .cors = http::Cors(settings.cors_origins),
            .push_cors = http::Cors(settings.push_cors_origins),
            .socketio = socketio_options(settings),
            .calls = calls_},
      tls_(tls_context(settings)),
      seats_(shards_[0], seat_limits(settings), &metrics_) {
  if (!settings.jwks_url.empty())
    node_.issuer = &issuer_.emplace(settings.jwks_url, clock, log, options.threads);
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    edges_.push_back(std::make_unique<gateway::Edge>(shards_[i], log_, metrics_));
    parts_.push_back(std::make_unique<ShardParts>(node_, *edges_[i]));
  }
  watch_figures();
  make_first_admin();
}

Server::~Server() {
  shards_.stop();
  // Until nothing comes back from one shard to another: a connection that was on its way, a seat.
  for (bool busy = true; busy;) {
    busy = false;
    for (std::size_t i = 0; i < shards_.size(); ++i) {
      shards_[i].adopt_thread();
      abort_all(*edges_[i]);
      while (shards_[i].turn(Duration::zero())) busy = true;
    }
  }
}

void Server::watch_figures() {
  auto sum = [this](std::atomic<std::uint64_t> delivery::HubCounters::* counter) {
    return [this, counter] {
      double total = 0;
      for (std::size_t i = 0; i < shards_.size(); ++i)
        total += static_cast<double>(fan_out_.hub(i).counters().*counter);
      return total;
    };
  };
  metrics_.watch_counter("switchboard_publications_total", "Publications that reached a shard.",
                         sum(&delivery::HubCounters::publications));
  metrics_.watch_counter("switchboard_deliveries_total", "Publications times their subscribers.",
                         sum(&delivery::HubCounters::deliveries));
}

// Before anybody is let in: the first shard is pumped here until it is done.
void Server::make_first_admin() {
  if (settings_.admin_email.empty() || settings_.admin_password.empty()) return;
  bool settled = false;
  auto done = [&](Result<bool> const& made) {
    settled = true;
    if (!made)
      log_.error("app", "the first admin could not be made", {{"reason", made.error().message}});
    else if (*made)
      log_.info("app", "the first admin was made");
  };
  auto broken = [&](auto const& /*thrown*/) {
    settled = true;
    log_.error("app", "the first admin could not be made");
  };
  auto& loop = shards_[0];
  loop.adopt_thread();
  auto ensuring = accounts_.first_admin.ensure(settings_.admin_email, settings_.admin_password);
  switchboard::start(std::move(ensuring), done, broken);
  while (!settled) {
    if (options_.threads)
      loop.turn(std::nullopt);
    else
      pump();
  }
  loop.release_thread();
}

std::vector<std::string> Server::open() {
  auto scheme = settings_.https ? std::string("https") : std::string("http");
  add_listener("main", scheme, "", settings_.port, &ShardParts::main);
  if (settings_.push_port)
    add_listener("push", scheme, "", *settings_.push_port, &ShardParts::push);
  if (settings_.spark_port)
    add_listener("spark", settings_.https ? "wss" : "ws", "/ws", *settings_.spark_port,
                 &ShardParts::spark);
  for (auto& listener : listeners_) listener->open();
  return lines_;
}

void Server::add_listener(std::string const& name, std::string const& scheme,
                          std::string const& path, std::uint16_t port,
                          http::Door ShardParts::* door) {
  auto socket = runtime::listen_tcp(settings_.host, port);
  if (!socket) throw std::runtime_error(socket.error().message);
  auto bound = runtime::local_address(socket->get());
  auto host = settings_.host.contains(':') ? "[" + settings_.host + "]" : settings_.host;
  lines_.push_back("listening " + name + " " + scheme + "://" + host + ":" +
                   std::to_string(bound.port) + path);
  auto greeter = [this, door](std::size_t shard) {
    return std::make_unique<http::HttpConnection>((*parts_[shard]).*door);
  };
  gateway::Listener::Options options{std::move(*socket), tls_.get(), std::move(greeter)};
  listeners_.push_back(
      std::make_unique<gateway::Listener>(shards_, edges_, seats_, std::move(options)));
}

void Server::start() { shards_.start(); }

void Server::reload() {
  if (!tls_) return;
  auto reloaded = tls_->reload();
  if (reloaded)
    log_.info("tls", "certificates were read again");
  else
    log_.error("tls", "the old certificate stays", {{"reason", reloaded.error().message}});
}

}  // namespace switchboard::app
