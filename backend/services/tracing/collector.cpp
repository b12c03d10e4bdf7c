#include "services/tracing/collector.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <limits>
#include <thread>

#include "chassis/runtime/spawn.hpp"
#include "chassis/telemetry/log.hpp"
#include "services/tracing/gzip.hpp"
#include "spanwire/span_ids.hpp"

namespace sharecar::tracing {
namespace {

using namespace std::chrono_literals;

const Log log{"collector"};

constexpr auto longest_wait = 1s;
constexpr auto write_limit = 30s;
constexpr auto retry_pause = 250ms;
constexpr auto flush_patience = 4s;
constexpr auto look_again = 1000ms;
constexpr auto next_step = 10ms;
constexpr auto whole_after = 5s;         // a trace since its first spans; later ones make it be computed again
constexpr std::int64_t left_over = 5000;  // traces whose links a question computes within its time
constexpr std::size_t mib = 1024 * 1024;
constexpr std::size_t full_batch = 4 * mib;  // is stored at once

const telemetry::Labels http_label{{"transport", "http"}};

std::size_t size_of(const std::vector<Piece>& pieces) {
  std::size_t bytes = 0;
  for (const auto& piece : pieces) bytes += sizeof(Piece) + piece.lines.size();
  return bytes;
}

// The part of the numbers from 0 on that a rate keeps.
std::int64_t boundary(double rate) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  return rate >= 1.0 ? most : static_cast<std::int64_t>(static_cast<double>(most) * std::max(0.0, rate));
}

}  // namespace

Collector::Collector(net::io_context& reactor, sql::SqliteDatabase& database, const SpanStore& store,
                     telemetry::Metrics& metrics, const Clock& clock, const CollectorConfig& config)
    : reactor_(reactor),
      database_(database),
      store_(store),
      clock_(clock),
      config_(config),
      sampled_up_to_(boundary(config.sample_rate)),
      names_(config.autocomplete_keys),
      gap_(reactor),
      messages_(metrics.counter("zipkin_collector_messages_total", "Messages received", http_label)),
      messages_dropped_(metrics.counter("zipkin_collector_messages_dropped_total", "Messages refused", http_label)),
      bytes_(metrics.counter("zipkin_collector_bytes_total", "Bytes of messages received", http_label)),
      spans_(metrics.counter("zipkin_collector_spans_total", "Spans received", http_label)),
      spans_dropped_(metrics.counter("zipkin_collector_spans_dropped_total",
                                     "Spans not sampled, or dropped because the queue was full or the store refused",
                                     http_label)),
      message_spans_(metrics.gauge("zipkin_collector_message_spans", "Spans in the last message", http_label)),
      message_bytes_(metrics.gauge("zipkin_collector_message_bytes", "Bytes of the last message", http_label)),
      stored_spans_(metrics.gauge("sharecar_tracing_stored_spans", "Spans in the store")),
      stored_bytes_(metrics.gauge("sharecar_tracing_stored_bytes", "Size of the store")) {}

std::optional<Refused> Collector::accept(std::string_view body, bool gzipped, Decode decode) {
  messages_.Increment();
  if (body.empty() || !gzipped) return take(body, decode);
  const auto most = static_cast<std::size_t>(config_.max_inflated_mib) * mib;
  const auto inflated = gunzip(body, most);
  if (!inflated.error) return take(inflated.text, decode);
  if (*inflated.error == GzipError::malformed) return refuse(400, "Cannot gunzip spans");
  return refuse(413, "The gunzipped spans are larger than " + std::to_string(most) + " bytes");
}

std::optional<Refused> Collector::take(std::string_view body, Decode decode) {
  if (body == "[]") body = {};
  bytes_.Increment(static_cast<double>(body.size()));
  message_bytes_.Set(static_cast<double>(body.size()));
  auto decoded = decode(body);
  if (auto* refusal = std::get_if<spanwire::Refusal>(&decoded)) return refuse(400, std::move(refusal->text));
  auto& spans = std::get<std::vector<tracemodel::Span>>(decoded);
  if (spans.empty()) return std::nullopt;
  spans_.Increment(static_cast<double>(spans.size()));
  message_spans_.Set(static_cast<double>(spans.size()));
  sample(spans);
  auto pieces = cut(spans, config_.indexed_tags);
  if (queued_bytes_ + size_of(pieces) > static_cast<std::size_t>(config_.max_queued_mib) * mib) {
    spans_dropped_.Increment(static_cast<double>(spans.size()));
    return std::nullopt;
  }
  std::vector<Name> fresh;
  for (const auto& span : spans) names_.add(span, fresh);
  if (!pieces.empty()) enqueue(std::move(pieces), std::move(fresh));
  return std::nullopt;
}

Refused Collector::refuse(int status, std::string text) {
  messages_dropped_.Increment();
  return {status, std::move(text)};
}

void Collector::sample(std::vector<tracemodel::Span>& spans) {
  if (config_.sample_rate >= 1.0) return;
  const auto dropped = std::erase_if(
      spans, [this](const auto& span) { return !span.debug && !spanwire::is_sampled(span.trace_id, sampled_up_to_); });
  spans_dropped_.Increment(static_cast<double>(dropped));
}

Counts Collector::counts() const {
  Counts out;
  out.messages = messages_.Value();
  out.messages_dropped = messages_dropped_.Value();
  out.bytes = bytes_.Value();
  out.spans = spans_.Value();
  out.spans_dropped = spans_dropped_.Value();
  out.message_spans = message_spans_.Value();
  out.message_bytes = message_bytes_.Value();
  return out;
}

void Collector::enqueue(std::vector<Piece> pieces, std::vector<Name> names) {
  if (gathering_.pieces.empty()) ++accepted_;
  const auto bytes = size_of(pieces);
  queued_bytes_ += bytes;
  gathering_.bytes += bytes;
  for (auto& piece : pieces) {
    gathering_.spans += piece.spans;
    const auto [place, fresh] = gathering_.places.try_emplace(piece.low, gathering_.pieces.size());
    if (fresh) {
      gathering_.pieces.push_back(std::move(piece));
    } else {
      merge(gathering_.pieces[place->second], std::move(piece));
    }
  }
  for (auto& name : names) gathering_.names.push_back(std::move(name));
  linked_ = false;
  if (gathering_.bytes >= full_batch && gathering_.bytes - bytes < full_batch) gap_.cancel();
  if (writing_) return;
  writing_ = true;
  idle_ = false;
  spawn(reactor_.get_executor(), "write spans", write_queue());
}

net::awaitable<void> Collector::write_queue() {
  while (!gathering_.pieces.empty()) {
    if (readers_.empty() && gathering_.bytes < full_batch && !stopping_) {
      gap_.expires_after(std::chrono::milliseconds{config_.flush_ms});
      boost::system::error_code hurried;
      co_await gap_.async_wait(net::redirect_error(net::use_awaitable, hurried));
    }
    auto batch = std::make_shared<Batch>(std::move(gathering_));
    gathering_ = Batch{};
    auto writing = write(batch);
    const bool stored = co_await std::move(writing);
    if (!stored) spans_dropped_.Increment(static_cast<double>(batch->spans));
    finished(*batch);
  }
  writing_ = false;
  idle_ = true;
}

// Tries again while the file is locked or the disk is full: the queue holds what comes meanwhile. False when the batch
// is lost.
net::awaitable<bool> Collector::write(std::shared_ptr<const Batch> batch) {
  const auto give_up = std::chrono::steady_clock::now() + write_limit;
  const auto now = std::chrono::floor<std::chrono::seconds>(clock_.now()).time_since_epoch().count();
  auto work = [this, batch, now](Context& context, sql::Session& session) {
    store_.write(context, session, batch->pieces, batch->names, now);
  };
  while (true) {
    std::string why;
    try {
      auto context = untraced(write_limit);
      auto writing = database_.run(context, work);
      co_await std::move(writing);
      stored_ += batch->spans;
      co_return true;
    } catch (const sql::Unavailable& failure) {
      why = failure.what();
    } catch (const std::exception& failure) {
      log.error("a batch of spans is lost", {{"spans", batch->spans}, {"cause", failure.what()}});
      co_return false;
    }
    if (std::chrono::steady_clock::now() >= give_up) {
      log.error("a batch of spans is lost", {{"spans", batch->spans}, {"cause", why}});
      co_return false;
    }
    gap_.expires_after(retry_pause);
    boost::system::error_code hurried;
    co_await gap_.async_wait(net::redirect_error(net::use_awaitable, hurried));
  }
}

void Collector::finished(const Batch& batch) {
  queued_bytes_ -= batch.bytes;
  ++written_;
  show();
  for (auto* reader : readers_) reader->cancel();
}

net::awaitable<void> Collector::written() {
  const auto target = accepted_;
  if (written_ >= target) co_return;
  net::steady_timer timer{reactor_};
  const auto give_up = std::chrono::steady_clock::now() + longest_wait;
  readers_.insert(&timer);
  gap_.cancel();
  while (written_ < target && std::chrono::steady_clock::now() < give_up) {
    timer.expires_at(give_up);
    boost::system::error_code told;
    co_await timer.async_wait(net::redirect_error(net::use_awaitable, told));
  }
  readers_.erase(&timer);
}

void Collector::load() {
  auto context = untraced(write_limit);
  std::vector<Name> known;
  database_.run_here(context, [&](Context& c, sql::Session& session) {
    known = store_.names(c, session);
    stored_ = store_.count(c, session);
    stored_size_ = store_.size(c, session);
  });
  for (const auto& name : known) names_.add(name);
  show();
}

net::awaitable<std::chrono::milliseconds> Collector::retain(Context& context) {
  auto look = [this](Context& c, sql::Session& session) { return store_.size(c, session); };
  auto looking = database_.run(context, std::move(look));
  stored_size_ = co_await std::move(looking);
  show();
  if (stored_ == 0) co_return look_again;
  const bool too_much =
      stored_ > config_.max_spans || stored_size_ > config_.max_store_mib * static_cast<std::int64_t>(mib);
  const auto now = std::chrono::floor<std::chrono::seconds>(clock_.now());
  const auto until = too_much ? now : now - std::chrono::hours{config_.max_age_hours};
  auto forget = [this, until](Context& c, sql::Session& session) {
    return store_.delete_oldest(c, session, until.time_since_epoch().count());
  };
  auto forgetting = database_.run(context, std::move(forget));
  const auto forgotten = co_await std::move(forgetting);
  stored_ -= forgotten;
  show();
  co_return forgotten > 0 ? next_step : look_again;
}

net::awaitable<std::chrono::milliseconds> Collector::link(Context& context) {
  if (linked_) co_return look_again;
  const bool all = !writing_;
  linked_ = all;  // unless something comes meanwhile
  const auto now = std::chrono::floor<std::chrono::seconds>(clock_.now());
  const auto until = (all ? now : now - whole_after).time_since_epoch().count();
  const auto rest = all ? 0 : left_over;
  auto work = [this, until, rest](Context& c, sql::Session& session) {
    return store_.link_some(c, session, until, rest);
  };
  auto working = database_.run(context, std::move(work));
  const bool more = co_await std::move(working);
  if (!more) co_return look_again;
  linked_ = false;
  co_return next_step;
}

void Collector::show() {
  stored_spans_.Set(static_cast<double>(stored_));
  stored_bytes_.Set(static_cast<double>(stored_size_));
}

void Collector::flush() noexcept {
  const auto give_up = std::chrono::steady_clock::now() + flush_patience;
  net::post(reactor_, [this] {
    stopping_ = true;
    gap_.cancel();
  });
  while (!idle_ && std::chrono::steady_clock::now() < give_up) std::this_thread::sleep_for(2ms);
}

}  // namespace sharecar::tracing
