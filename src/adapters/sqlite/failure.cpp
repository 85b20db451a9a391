#include "adapters/sqlite/failure.hpp"

#include <sqlite3.h>

namespace switchboard::sqlite {

bool comes_from_outside(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_NOMEM:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
    case SQLITE_NOLFS:
    case SQLITE_INTERRUPT: return true;
    default: return false;
  }
}

Error write_error() {
  return {Errc::unavailable, "The change could not be stored, try again soon",
          "storage_unavailable", std::chrono::seconds(1)};
}

Error read_error() {
  return {Errc::unavailable, "The storage could not be read, try again soon", "storage_unavailable",
          std::chrono::seconds(1)};
}

}  // namespace switchboard::sqlite
