#pragma once
// Full text: words written behind the messages, and found.

#include "adapters/sqlite/connection.hpp"
#include "ports/message_store.hpp"

namespace switchboard::sqlite {

// Writes the words of the next `limit` messages; whether there were any.
[[nodiscard]] bool write_words(Connection& connection, std::int64_t limit);
[[nodiscard]] bool words_behind(Connection& connection);
[[nodiscard]] Result<std::vector<Message>> find_words(Connection& connection,
                                                      ports::SearchQuery const& query);

}  // namespace switchboard::sqlite
