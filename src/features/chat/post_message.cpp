#include "features/chat/post_message.hpp"

#include <utility>

#include "features/chat/channel.hpp"
#include "protocol/chat/frames.hpp"

namespace switchboard::chat {

Result<void> check_content(std::string const& content) {
  if (!content.empty() && content.size() <= message_content_bytes_max) return {};
  return fail(Errc::invalid_argument, "Message content must be 1 to 4096 bytes");
}

Task<Result<ports::Appended>> PostMessage::run(User const& author, Input input) {
  if (auto fits = check_content(input.content); !fits) co_return failure_of(std::move(fits));
  auto now = clock_.timestamp();
  Message message{.id = MessageId(Uuid::at(now)),
                  .room = input.room,
                  .seq = {},
                  .sender = author.id,
                  .sender_name = author.full_name,
                  .sender_username = author.username,
                  .content = std::move(input.content),
                  .created_at = now};
  // The frame is written here, all but its seq: the store's thread has better things to do.
  auto frame = message_prefix(message);
  ports::OnCommitted on_committed =
      [&publisher = publisher_, channel = channel_of(message.room),
       frame = std::move(frame)](ports::Appended const& appended) mutable {
        finish_message(frame, appended.seq);
        Publication publication{
            .channel = std::move(channel), .seq = appended.seq, .data = std::move(frame)};
        publisher.publish(std::move(publication));
      };
  ports::MessageDraft draft{.id = message.id,
                            .room = std::move(message.room),
                            .sender = message.sender,
                            .sender_name = std::move(message.sender_name),
                            .content = std::move(*message.content),
                            .client_message_id = std::move(input.client_message_id),
                            .created_at = now};
  auto stored = messages_.append(std::move(draft), std::move(on_committed));
  co_return co_await stored;
}

}  // namespace switchboard::chat
