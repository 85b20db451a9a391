#include "gateway/socketio/socket.hpp"

#include <algorithm>
#include <utility>

#include "gateway/socketio/client.hpp"
#include "gateway/socketio/server.hpp"
#include "protocol/json/append.hpp"
#include "protocol/socketio/event.hpp"

namespace switchboard::socketio {

Handshake const& Socket::handshake() const { return *handshake_; }

runtime::Loop& Socket::loop() const { return server_.loop(); }

void Socket::send(PacketType type, std::optional<std::uint64_t> id, std::string_view array,
                  Attachments attachments) {
  if (state_ != State::connected) return;
  std::string packet;
  append_header(packet, type, name_space_, id, static_cast<std::uint32_t>(attachments.size()));
  transmit(packet += array, attachments);
}

void Socket::emit(std::string_view array, Attachments attachments) {
  send_event(array, attachments, std::nullopt);
}

void Socket::emit_volatile(std::string_view array) {
  if (client_ != nullptr && client_->congested()) return;
  if (!recoverable()) return emit(array);
  // Whoever hears it has heard all that went before.
  send(PacketType::event, std::nullopt, with_last_offset(array), {});
}

void Socket::answer(std::uint64_t ack, std::string_view array, Attachments attachments) {
  send(attachments.empty() ? PacketType::ack : PacketType::binary_ack, ack, array, attachments);
}

void Socket::emit_with_ack(std::string_view array, Attachments attachments, Duration patience,
                           OnAnswer on_answer) {
  if (!connected() || pending_.size() >= acks_max)
    return on_answer(fail(Errc::unavailable, "The client cannot be asked now"));
  auto id = next_ack_++ % Questions::first_number;
  pending_.push_back({id, std::move(on_answer), loop().now() + patience});
  plan_timer();
  send_event(array, attachments, id);
}

void Socket::take(Message const& message) {
  auto const& packet = message.packet;
  if (packet.type == PacketType::ack || packet.type == PacketType::binary_ack)
    return take_answer(message);
  auto arguments = split_arguments(packet.data);
  auto name = event_name(arguments);
  if (!name || !listener_) return;
  std::span<std::string_view const> rest(arguments.values);
  listener_->on_event({*name, rest.subspan(1), message.attachments, packet.id});
}

void Socket::take_answer(Message const& message) {
  if (message.packet.id && *message.packet.id >= Questions::first_number) {
    forget_on_tape(*message.packet.id);
    return server_.questions().take(*message.packet.id, session_, message);
  }
  auto found = std::ranges::find(pending_, message.packet.id, &Pending::id);
  if (found == pending_.end()) return;  // it came too late, or was never asked for
  auto on_answer = std::move(found->on_answer);
  pending_.erase(found);
  forget_on_tape(*message.packet.id);
  auto arguments = split_arguments(message.packet.data);
  on_answer(Answer{arguments.values, message.attachments});
}

void Socket::plan_timer() {
  if (pending_.empty()) return timer_.cancel();
  timer_.arm(std::ranges::min_element(pending_, {}, &Pending::until)->until);
}

void Socket::on_timer() {
  std::vector<OnAnswer> late;
  auto const now = loop().now();
  for (auto& each : pending_) {
    if (each.until > now) continue;
    late.push_back(std::move(each.on_answer));
    forget_on_tape(each.id);
  }
  std::erase_if(pending_, [now](auto const& each) { return each.until <= now; });
  plan_timer();
  for (auto& on_answer : late) on_answer(fail(Errc::position_lost, "No answer in time"));
}

void Socket::fail_pending() {
  timer_.cancel();
  auto pending = std::exchange(pending_, {});
  for (auto& each : pending) each.on_answer(fail(Errc::unavailable, "The client has gone"));
}

std::unique_ptr<delivery::Subscription> Socket::subscribe(ChannelName const& channel) {
  auto& hub = server_.fan_out().hub(loop().index());
  auto encoding = recoverable()       ? Encoding::bare
                  : client_->framed() ? Encoding::frames
                                      : Encoding::payload;
  auto& outlet = recoverable() ? ear() : client_->outlet();
  return hub.subscribe(channel, server_.codecs().get(name_space_, encoding), outlet, session_);
}

void Socket::join(ChannelName const& channel) {
  auto joined = std::ranges::find(places_, channel, &Place::channel) != places_.end();
  if (state_ == State::gone || joined) return;
  places_.push_back({channel, subscribe(channel)});
  if (connected()) go_live();
}

// What gathered beyond the bound was dropped: whoever is that slow must come again.
void Socket::go_live() {
  for (auto& place : places_)
    if (!place.live && !(place.live = place.subscription->go_live(Seq{}))) return close_link();
}

void Socket::leave(ChannelName const& channel) {
  auto found = std::ranges::find(places_, channel, &Place::channel);
  if (found == places_.end()) return;
  places_.erase(found);
  server_.fan_out().hub(loop().index()).forget_if_empty(channel);
}

// The session goes on over another transport, with frames of another kind.
void Socket::resubscribe() {
  if (recoverable()) return;
  for (auto& [channel, subscription, live] : places_) {
    server_.fan_out().hub(loop().index()).flush_now(channel);
    subscription = subscribe(channel);
    live = false;
  }
  if (connected()) go_live();
}

void Socket::each_subscription(void (*visit)(delivery::Subscription&)) {
  if (recoverable()) return;
  for (auto& place : places_) visit(*place.subscription);
}

void Socket::disconnect(bool close) {
  if (!connected()) return;
  send(PacketType::disconnect, std::nullopt, {}, {});
  auto keep = shared_from_this();
  auto* client = client_;
  auto remote = remote_link();
  leave_for_good("server namespace disconnect");
  if (close) shut(client, remote);
}

void Socket::end(std::string_view reason) {
  auto was_connected = std::exchange(state_, State::gone) == State::connected;
  fail_pending();
  server_.questions().forget(session_);
  if (was_connected) listener_->on_disconnect(reason);
  auto& hub = server_.fan_out().hub(loop().index());
  // The hub may be in the middle of its lists.
  loop().destroy_later([&hub, places = std::exchange(places_, {})]() mutable {
    for (auto& place : places) {
      place.subscription.reset();
      hub.forget_if_empty(place.channel);
    }
  });
}

}  // namespace switchboard::socketio
