#include "runtime/striped_table.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

using namespace switchboard;

namespace {

using Table = runtime::StripedTable<std::string, std::vector<int>>;

void put(Table& table, std::string const& key, int value) {
  table.update(key, [&](std::vector<int>& values) {
    values.push_back(value);
    return values.size();
  });
}

}  // namespace

TEST_CASE("a table keeps whatever is put in, however much") {
  Table table;
  for (int i = 0; i < 10'000; ++i) put(table, std::to_string(i), i);
  CHECK(table.size() == 10'000);
  CHECK(table.get("0") == std::vector{0});
  CHECK(table.get("9999") == std::vector{9999});
  CHECK(table.get("10000").empty());
  CHECK(table.size() == 10'000);
  int sum = 0;
  table.each([&](std::string const& key, std::vector<int> const& values) {
    CHECK(key == std::to_string(values.at(0)));
    sum += values.at(0);
  });
  CHECK(sum == 9999 * 10'000 / 2);
}

TEST_CASE("an entry that is left empty goes, be it by an exception") {
  Table table;
  put(table, "a", 1);
  CHECK(table.update("a", [](std::vector<int>& values) {
    values.clear();
    return true;
  }));
  CHECK(table.size() == 0);
  CHECK_FALSE(table.update("b", [](std::vector<int>&) { return false; }));
  CHECK(table.size() == 0);
  CHECK_THROWS(table.update("c", [](std::vector<int>& values) { return values.at(7); }));
  CHECK(table.size() == 0);
}

TEST_CASE("threads that use the same keys at once lose nothing") {
  Table table;
  auto fill = [&table](int first) {
    for (int i = 0; i < 2000; ++i) put(table, std::to_string(i % 10), first + i);
  };
  {
    std::jthread other([&] { fill(0); });
    fill(2000);
  }
  std::vector<int> all;
  table.each([&](std::string const&, std::vector<int> const& values) {
    all.insert(all.end(), values.begin(), values.end());
  });
  std::ranges::sort(all);
  CHECK(all.size() == 4000);
  CHECK(std::ranges::adjacent_find(all) == all.end());
}
