#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <limits>
#include <map>
#include <sstream>

#include "gateway/http/metrics.hpp"
#include "gateway/http/process_figures.hpp"

namespace switchboard::http {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Labels = std::vector<ClientMetric::Label>;

// One scrape: families in the order in which they are read.
class MetricsText {
 public:
  explicit MetricsText(Metrics const& metrics) : metrics_(metrics) {}

  std::string text();

 private:
  MetricFamily& family(char const* name, char const* sentence, MetricType type) {
    return families_.emplace_back(MetricFamily{name, sentence, type, {}});
  }
  template <class Number>
  void gauge(char const* name, char const* sentence, Number value) {
    add_gauge(family(name, sentence, MetricType::Gauge), {}, static_cast<double>(value));
  }
  template <class Number>
  void counter(char const* name, char const* sentence, Number value) {
    add_counter(family(name, sentence, MetricType::Counter), {}, static_cast<double>(value));
  }
  static void add_gauge(MetricFamily& to, Labels labels, double value);
  static void add_counter(MetricFamily& to, Labels labels, double value);
  template <auto bounds>
  static void add_timings(MetricFamily& to, Labels labels,
                          typename Timings<bounds>::Figures const& figures);

  void requests();
  void queries();
  void commits();
  void sessions();
  void process();
  void watched();

  Metrics const& metrics_;
  std::vector<MetricFamily> families_;
};

void MetricsText::add_gauge(MetricFamily& to, Labels labels, double value) {
  auto& metric = to.metric.emplace_back();
  metric.label = std::move(labels);
  metric.gauge.value = value;
}

void MetricsText::add_counter(MetricFamily& to, Labels labels, double value) {
  auto& metric = to.metric.emplace_back();
  metric.label = std::move(labels);
  metric.counter.value = value;
}

template <auto bounds>
void MetricsText::add_timings(MetricFamily& to, Labels labels,
                              typename Timings<bounds>::Figures const& figures) {
  auto& metric = to.metric.emplace_back();
  metric.label = std::move(labels);
  metric.histogram.sample_sum = figures.seconds;
  for (std::size_t i = 0; i < figures.counts.size(); ++i) {
    metric.histogram.sample_count += figures.counts[i];
    auto bound = i < bounds.size() ? static_cast<double>(bounds[i]) / 1e6
                                   : std::numeric_limits<double>::infinity();
    metric.histogram.bucket.push_back({metric.histogram.sample_count, bound});
  }
}

void MetricsText::requests() {
  MetricFamily total{"api_http_requests_total", "Requests answered.", MetricType::Counter, {}};
  MetricFamily took{"api_http_request_duration_seconds",
                    "Time from a request's last byte to its answer.",
                    MetricType::Histogram,
                    {}};
  for (auto const& [labels, figures] : metrics_.requests_.figures()) {
    Labels named{{"method", labels.method},
                 {"path", labels.path},
                 {"status", std::to_string(labels.status)}};
    add_counter(total, named, static_cast<double>(figures.total()));
    add_timings<request_bounds>(took, std::move(named), figures);
  }
  families_.push_back(std::move(total));
  families_.push_back(std::move(took));
}

void MetricsText::queries() {
  MetricFamily total{"api_db_queries_total", "Database queries.", MetricType::Counter, {}};
  MetricFamily took{"api_db_query_duration_seconds",
                    "Time of a database query, with the commit that it waited for.",
                    MetricType::Histogram,
                    {}};
  for (std::size_t i = 0; i < metrics_.queries_.size(); ++i) {
    QueryTimings::Figures figures;
    figures.add(metrics_.queries_[i]);
    if (figures.total() == 0) continue;
    auto operation = name_of(static_cast<ports::StoreOperation>(i / ports::store_tables));
    auto table = name_of(static_cast<ports::StoreTable>(i % ports::store_tables));
    Labels named{{"operation", std::string(operation)}, {"table", std::string(table)}};
    add_counter(total, named, static_cast<double>(figures.total()));
    add_timings<query_bounds>(took, std::move(named), figures);
  }
  families_.push_back(std::move(total));
  families_.push_back(std::move(took));
}

void MetricsText::commits() {
  auto& rows = family("switchboard_commit_messages", "Messages that were committed together.",
                      MetricType::Histogram);
  auto& histogram = rows.metric.emplace_back().histogram;
  histogram.sample_sum = static_cast<double>(metrics_.committed_messages_.load());
  for (std::size_t i = 0; i < Metrics::commit_buckets; ++i) {
    histogram.sample_count += metrics_.commits_[i].load();
    auto last = i + 1 == Metrics::commit_buckets;
    histogram.bucket.push_back(
        {histogram.sample_count, last ? std::numeric_limits<double>::infinity()
                                      : static_cast<double>(std::uint64_t{1} << i)});
  }
  gauge("switchboard_store_available", "1 while the store can write, 0 while it cannot.",
        metrics_.store_available_.load() ? 1 : 0);
}

void MetricsText::sessions() {
  gauge("api_active_connections", "Connections that are open now.", metrics_.connections_.load());
  counter("switchboard_connections_accepted_total", "Connections that were let in.",
          metrics_.connections_accepted_.load());
  counter("switchboard_connections_refused_total", "Connections that were refused at a limit.",
          metrics_.connections_refused_.load());
  auto& by_door = family("switchboard_sessions", "Sessions that are open now.", MetricType::Gauge);
  for (std::size_t i = 0; i < entrances; ++i)
    add_gauge(by_door, {{"door", std::string(name_of(static_cast<Entrance>(i)))}},
              static_cast<double>(metrics_.sessions_[i].load()));
  auto& recoveries = family("switchboard_recoveries_total",
                            "Recoveries asked for: what was missed was replayed, or was not there.",
                            MetricType::Counter);
  add_counter(recoveries, {{"recovered", "true"}},
              static_cast<double>(metrics_.recoveries_.load()));
  add_counter(recoveries, {{"recovered", "false"}},
              static_cast<double>(metrics_.lost_positions_.load()));
  counter("switchboard_slow_consumers_total", "Sessions closed because they read too slowly.",
          metrics_.slow_consumers_.load());
}

void MetricsText::process() {
  auto figures = read_process_figures();
  gauge("api_memory_usage_bytes", "Resident memory of the server.", figures.resident_bytes);
  gauge("process_resident_memory_bytes", "Resident memory of the server.", figures.resident_bytes);
  gauge("process_open_fds", "Open file descriptors.", figures.descriptors_open);
  gauge("process_max_fds", "File descriptors that may be open.", figures.descriptors_max);
  counter("process_cpu_seconds_total", "Processor time used.", figures.cpu_seconds);
}

void MetricsText::watched() {
  std::map<std::string_view, std::pair<Metrics::Watched const*, double>> sums;
  for (auto const& watched : metrics_.watched_) {
    auto& [first, sum] = sums[watched.name];
    if (first == nullptr) first = &watched;
    sum += watched.read();
  }
  for (auto const& [name, sum] : sums) {
    auto const& [watched, value] = sum;
    if (watched->counter)
      counter(watched->name.c_str(), watched->sentence.c_str(), value);
    else
      gauge(watched->name.c_str(), watched->sentence.c_str(), value);
  }
}

std::string MetricsText::text() {
  requests();
  queries();
  commits();
  sessions();
  process();
  watched();
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, families_);
  return std::move(out).str();
}

std::string Metrics::text() const { return MetricsText(*this).text(); }

}  // namespace switchboard::http
