#include "api/call.h"

#include <QCoreApplication>
#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <QThreadPool>

#include "api/exchange.h"
#include "chassis/json/decode.hpp"
#include "contracts/status.hpp"

namespace sharecar::desktop {
namespace {

/// What a client reads of application/problem+json; everything may be missing.
struct ProblemBody {
  std::optional<std::string> code;
  std::optional<std::string> detail;
  std::optional<std::vector<Violation>> violations;
  std::optional<std::vector<Slot>> alternatives;
  std::optional<PriceQuote> quote;
  std::optional<CancellationQuote> cancellation;
  std::optional<std::string> reason;
  std::optional<OrderId> order_id;
  std::optional<std::int64_t> retry_after_ms;
};
BOOST_DESCRIBE_STRUCT(ProblemBody, (),
                      (code, detail, violations, alternatives, quote, cancellation, reason, order_id, retry_after_ms))

// It has no code when it is a proxy's own error page, or one that this client does not know when it is newer. What we
// send is HTTP: a mere 400 is about its values.
Problem problemOf(int status, const QByteArray& text) {
  const Errc general = code_of(status);
  Problem out{.code = general == Errc::bad_request ? Errc::invalid_request : general};
  auto body = json::decode_text<ProblemBody>({text.constData(), static_cast<std::size_t>(text.size())});
  if (!body) return out;
  if (body->code) boost::describe::enum_from_string(body->code->c_str(), out.code);
  out.detail = std::move(body->detail).value_or("");
  out.violations = std::move(body->violations).value_or(std::vector<Violation>{});
  out.alternatives = std::move(body->alternatives).value_or(std::vector<Slot>{});
  out.quote = std::move(body->quote);
  out.cancellation = std::move(body->cancellation);
  out.reason = std::move(body->reason);
  out.order_id = body->order_id;
  if (body->retry_after_ms) out.retry_after = std::chrono::milliseconds{*body->retry_after_ms};
  return out;
}

constexpr qsizetype mostSaid = 200;  // of an answer that is no problem of ours

QNetworkRequest networkRequest(const Request& request) {
  QNetworkRequest out(request.url);
  out.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
  out.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
  out.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
  out.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
  out.setDecompressedSafetyCheckThreshold(-1);  // we count the bytes ourselves; Qt's ratio refuses honest traces
  out.setRawHeader("Accept", "application/json, application/hal+json, application/problem+json");
  if (!request.body.isEmpty()) out.setHeader(QNetworkRequest::ContentTypeHeader, "application/json");
  if (!request.idempotencyKey.isEmpty()) out.setRawHeader("Idempotency-Key", request.idempotencyKey);
  if (!request.bearer.isEmpty()) out.setRawHeader("Authorization", "Bearer " + request.bearer);
  return out;
}

}  // namespace

bool neverConnected(QNetworkReply::NetworkError error) {
  return error == QNetworkReply::ConnectionRefusedError || error == QNetworkReply::HostNotFoundError ||
         error == QNetworkReply::ProtocolUnknownError;
}

Exchange::Exchange(QNetworkAccessManager& network, const Request& request, const Click& click,
                   std::function<void(Answer<RawAnswer>)> done)
    : QObject(&network),
      m_done(std::move(done)),
      m_digest(request.digest),
      m_span(click, request.method + ' ' + request.route),
      m_what(request.method + ' ' + request.route),
      m_elsewhere(request.elsewhere),
      m_mostBytes(request.limits.bytes) {
  auto outgoing = networkRequest(request);
  outgoing.setRawHeader("traceparent", m_span.traceparent());
  m_reply = network.sendCustomRequest(outgoing, request.method, request.body);
  m_reply->setParent(this);
  connect(m_reply, &QNetworkReply::readyRead, this, &Exchange::read);
  connect(m_reply, &QNetworkReply::finished, this, &Exchange::finish, Qt::QueuedConnection);
  connect(&m_deadline, &QTimer::timeout, this, [this] { fail(Failure::Kind::TimedOut, "no answer in time"); });
  m_deadline.setSingleShot(true);
  m_deadline.start(request.limits.time);
}

void Exchange::cancel() {
  m_done = nullptr;
  if (m_reply) close();
  deleteLater();
}

void Exchange::close() {
  m_deadline.stop();
  m_span.end();
  m_reply->disconnect(this);
  std::exchange(m_reply, nullptr)->deleteLater();  // which aborts it
}

int Exchange::status() const { return m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(); }

void Exchange::read() {
  m_body += m_reply->read(m_mostBytes - m_body.size() + 1);
  if (m_body.size() > m_mostBytes) fail(Failure::Kind::TooLarge, QString("over %1 bytes").arg(m_mostBytes));
}

void Exchange::finish() {
  if (!m_done || !m_reply) return;
  read();
  if (!m_done || !m_reply) return;
  const auto error = m_reply->error();
  const int status = this->status();
  if (status == 0) {
    return fail(neverConnected(error) ? Failure::Kind::Unreachable : Failure::Kind::Cut, m_reply->errorString());
  }
  if (status >= 400) return answer(refusal());
  if (error != QNetworkReply::NoError) return fail(Failure::Kind::Cut, m_reply->errorString());
  if (status >= 300) return fail(Failure::Kind::Nonsense, QString("redirected with status %1").arg(status));
  answer(RawAnswer{status, m_body, m_span.traceId()});
}

Failure Exchange::refusal() const {
  const int code = status();
  auto problem = problemOf(code, m_body);
  const auto said = problem.detail.empty() ? QString::fromUtf8(m_body.left(mostSaid)).simplified()
                                           : QString::fromStdString(problem.detail);
  const auto detail = QString("%1 answered %2: %3").arg(m_what).arg(code).arg(said);
  return {.kind = Failure::Kind::Refused,
          .status = code,
          .problem = std::move(problem),
          .detail = detail,
          .traceId = m_span.traceId()};
}

void Exchange::fail(Failure::Kind kind, const QString& detail) {
  answer(Failure{.kind = kind,
                 .status = status(),
                 .detail = m_what + ": " + detail,
                 .traceId = m_span.traceId(),
                 .elsewhere = m_elsewhere});
}

void Exchange::answer(Answer<RawAnswer> result) {
  if (!m_done) return;
  if (result.has_error()) {
    m_span.tag("error", result.error().detail);
  } else {
    m_span.tag("http.status_code", QString::number(result->status));
  }
  if (const auto order = m_reply->rawHeader("x-order-id"); !order.isEmpty()) m_span.tag("order.id", order);
  close();
  if (m_digest && result) return digest(std::move(*result));
  deliver(std::move(result));
}

// The guard is looked at on this thread only: a call that is dropped meanwhile gets nothing.
void Exchange::digest(RawAnswer raw) {
  const QPointer<Exchange> self(this);
  QThreadPool::globalInstance()->start([self, digest = m_digest, raw = std::move(raw)]() mutable {
    raw.meaning = digest(raw);
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [self, raw = std::move(raw)]() mutable {
          if (self && !self->isOver()) self->deliver(std::move(raw));
        },
        Qt::QueuedConnection);
  });
}

void Exchange::deliver(Answer<RawAnswer> result) {
  const auto done = std::exchange(m_done, nullptr);
  cancel();
  done(std::move(result));
}

Call::Call(Call&& other) noexcept : m_exchange(std::exchange(other.m_exchange, nullptr)) {}

Call& Call::operator=(Call&& other) noexcept {
  if (this != &other) {
    cancel();
    m_exchange = std::exchange(other.m_exchange, nullptr);
  }
  return *this;
}

bool Call::isRunning() const { return m_exchange && !m_exchange->isOver(); }

void Call::cancel() {
  if (m_exchange) m_exchange->cancel();
  m_exchange = nullptr;
}

Call Call::start(QNetworkAccessManager& network, const Request& request, const Click& click,
                 std::function<void(Answer<RawAnswer>)> done) {
  Call out;
  out.m_exchange = new Exchange(network, request, click, std::move(done));
  return out;
}

}  // namespace sharecar::desktop
