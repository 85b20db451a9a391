#include "features/chat/react.hpp"

#include <utility>

#include "features/chat/channel.hpp"
#include "protocol/chat/change_frames.hpp"

namespace switchboard::chat {

Task<Result<ports::Reacted>> React::run(UserId caller, Input input) {
  if (input.emoji.empty() || input.emoji.size() > emoji_bytes_max)
    co_return fail(Errc::invalid_argument, "An emoji must be 1 to 32 bytes", "bad_emoji");
  ports::Reaction reaction{input.message, caller, std::move(input.emoji), input.on};
  auto reacting = messages_.react(std::move(reaction));
  auto reacted = co_await reacting;
  if (!reacted || !reacted->changed) co_return reacted;
  Publication publication{.channel = channel_of(reacted->room),
                          .seq = {},
                          .data = {},
                          .audience = Publication::Audience::extended,
                          .except = {}};
  append_reactions(publication.data, reacted->room, reacted->message, reacted->counts);
  publisher_.publish(std::move(publication));
  co_return reacted;
}

}  // namespace switchboard::chat
