#include "features/push/broadcast.hpp"

#include "features/push/channel.hpp"
#include "features/push/frames.hpp"

namespace switchboard::push {

Broadcast::Output Broadcast::run(Input const& input) {
  Output output{.people = parts_.connections.count(), .sent_at = parts_.clock.timestamp()};
  Publication publication{.channel = everybody(),
                          .seq = {},
                          .data = message_event(input.type, input.content, output.sent_at),
                          .except = {}};
  parts_.publisher.publish(std::move(publication));
  return output;
}

}  // namespace switchboard::push
