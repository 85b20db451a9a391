#include "features/chat/revise_message.hpp"

#include <utility>

#include "features/chat/change_member.hpp"
#include "features/chat/channel.hpp"
#include "features/chat/post_message.hpp"
#include "protocol/chat/change_frames.hpp"

namespace switchboard::chat {

Task<Result<MessageChange>> ReviseMessage::run(User const& caller, Input input) {
  if (input.content)
    if (auto fits = check_content(*input.content); !fits) co_return failure_of(std::move(fits));
  ports::RevisionDraft draft{.message = input.message,
                             .actor = actor_of(caller),
                             .content = std::move(input.content),
                             .at = clock_.timestamp()};
  ports::OnRevised on_revised = [&publisher = publisher_](MessageChange const& change) {
    Publication publication{.channel = channel_of(change.room),
                            .seq = change.seq,
                            .data = {},
                            .audience = Publication::Audience::extended,
                            .except = {}};
    append_change(publication.data, change);
    publisher.publish(std::move(publication));
  };
  auto revising = messages_.revise(std::move(draft), std::move(on_revised));
  co_return co_await revising;
}

}  // namespace switchboard::chat
