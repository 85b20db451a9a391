// The store in memory, compiled into this test program. It goes once unit_gateway links sb_memory.
#include "adapters/memory/message_store.cpp"
#include "adapters/memory/user_store.cpp"
