#include "gateway/http/request.hpp"

#include "base/expects.hpp"

namespace switchboard::http {

std::string const& Request::parameter(std::string_view name) const {
  for (auto const& [known, value] : parameters)
    if (known == name) return value;
  throw BrokenExpectation("the route has no parameter " + std::string(name));
}

}  // namespace switchboard::http
