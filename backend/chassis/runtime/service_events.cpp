#include <boost/json/parse.hpp>
#include <cmath>
#include <optional>
#include <random>

#include "chassis/kafka/disorder.hpp"
#include "chassis/runtime/service.hpp"

namespace sharecar {
namespace {

constexpr std::chrono::seconds catch_up_patience{5};

boost::json::object as_json(const auto& described) { return boost::json::parse(json::encode(described)).get_object(); }

/// The relay's thread starts with the service and ends after the last request.
class RelayPart : public Part {
 public:
  RelayPart(kafka::KafkaConfig config, sql::Postgres& database, std::string service, const telemetry::Tracer& tracer,
            telemetry::Metrics& metrics)
      : config_(std::move(config)),
        database_(database),
        service_(std::move(service)),
        tracer_(tracer),
        metrics_(metrics) {}

  void start() override { relay_.emplace(config_, database_, service_, tracer_, metrics_); }
  void stop() noexcept override {
    if (relay_) relay_->stop();
  }
  kafka::OutboxStats stats() const { return relay_ ? relay_->stats() : kafka::OutboxStats{}; }

 private:
  kafka::KafkaConfig config_;
  sql::Postgres& database_;
  std::string service_;
  const telemetry::Tracer& tracer_;
  telemetry::Metrics& metrics_;
  std::optional<kafka::Relay> relay_;
};

class ConsumerPart : public Part {
 public:
  ConsumerPart(kafka::KafkaConfig config, kafka::Subscription subscription, sql::Database& database,
               kafka::Handler handler, const telemetry::Tracer& tracer, telemetry::Metrics& metrics)
      : config_(std::move(config)),
        subscription_(std::move(subscription)),
        database_(database),
        handler_(std::move(handler)),
        tracer_(tracer),
        metrics_(metrics) {}

  void start() override {
    started_ = std::chrono::steady_clock::now();
    kafka::Interceptor disturb;
    if (config_.disorder > 0) disturb = kafka::disorder(std::min(config_.disorder, 1.0), std::random_device{}());
    consumer_.emplace(config_, subscription_, database_, handler_, tracer_, metrics_, std::move(disturb));
  }
  void stop() noexcept override {
    if (consumer_) consumer_->stop();
  }
  /// A replay that has just begun: it shows what was, and readers come from an instance that shows what is.
  bool catches_up() const {
    return subscription_.replay && !stats().caught_up &&
           std::chrono::steady_clock::now() - started_ < catch_up_patience;
  }
  kafka::ConsumerStats stats() const { return consumer_ ? consumer_->stats() : kafka::ConsumerStats{}; }

 private:
  kafka::KafkaConfig config_;
  kafka::Subscription subscription_;
  sql::Database& database_;
  kafka::Handler handler_;
  const telemetry::Tracer& tracer_;
  telemetry::Metrics& metrics_;
  std::chrono::steady_clock::time_point started_{};
  std::optional<kafka::Consumer> consumer_;
};

}  // namespace

// The service owns its parts alone: they end before the database that they use, and after the server that asks them.
//
// Kafka away is no reason to send users away (booking goes on, events wait), so readiness does not depend on it. Only
// a replay that begins is not ready for a while.

void Service::relay(sql::Postgres& database) {
  auto part = std::make_shared<RelayPart>(config_.kafka, database, name_, *tracer_, metrics_);
  parts_.push_back(part);
  actuator_.outbox([part = part.get()] { return as_json(part->stats()); });
  const auto ask = [part = part.get()] {
    const auto stats = part->stats();
    actuator::ComponentHealth health;
    health.status = stats.connected ? actuator::Status::UP : actuator::Status::UNKNOWN;
    health.details["pending"] = std::to_string(stats.pending);
    if (!stats.last_error.empty()) health.details["error"] = stats.last_error;
    return health;
  };
  health_.add("outbox", ask, false);
}

std::function<std::chrono::milliseconds()> Service::consume(sql::Database& database, std::vector<std::string> topics,
                                                            kafka::Handler handler, bool replay,
                                                            kafka::Committed committed) {
  auto config = config_.kafka;
  if (config.instance_id.empty()) config.instance_id = config_.instance_id;
  kafka::Subscription subscription{name_, std::move(topics), replay, std::move(committed)};
  auto part =
      std::make_shared<ConsumerPart>(config, std::move(subscription), database, std::move(handler), *tracer_, metrics_);
  parts_.push_back(part);
  const auto ask = [part = part.get()] {
    const auto stats = part->stats();
    actuator::ComponentHealth health;
    health.status = stats.waiting || !stats.assigned ? actuator::Status::UNKNOWN : actuator::Status::UP;
    if (part->catches_up()) health.status = actuator::Status::OUT_OF_SERVICE;
    health.details["handled"] = std::to_string(stats.handled);
    health.details["lagMs"] = std::to_string(std::llround(stats.behind_seconds * 1000));
    health.details["deadLetters"] = std::to_string(stats.dead_letters);
    if (!stats.last_error.empty()) health.details["error"] = stats.last_error;
    return health;
  };
  health_.add("consumer", ask, replay);
  return [part = part.get()] {
    return std::chrono::ceil<std::chrono::milliseconds>(std::chrono::duration<double>(part->stats().behind_seconds));
  };
}

}  // namespace sharecar
