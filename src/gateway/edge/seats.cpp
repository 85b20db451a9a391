#include "gateway/edge/seats.hpp"

namespace switchboard::gateway {

Seat::~Seat() {
  if (seats_ == nullptr) return;
  seats_->home_.post([seats = seats_, address = address_] { seats->give_back(*address); });
}

std::expected<Seat, Seats::Full> Seats::refuse(Full why) const {
  if (observer_ != nullptr) observer_->connection_refused();
  return std::unexpected(why);
}

std::expected<Seat, Seats::Full> Seats::take(std::string const& address) {
  if (taken_ >= limits_.all_max) return refuse(Full::everywhere);
  auto& place = *by_address_.try_emplace(address).first;
  if (limits_.each_address_max != 0 && place.second >= limits_.each_address_max)
    return refuse(Full::address);
  ++place.second;
  ++taken_;
  if (observer_ != nullptr) observer_->connection_opened();
  return Seat(*this, place);
}

void Seats::give_back(Seat::Address& address) {
  --taken_;
  if (observer_ != nullptr) observer_->connection_closed();
  if (--address.second == 0) by_address_.erase(by_address_.find(address.first));
}

}  // namespace switchboard::gateway
