#include "support/fakenetwork.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QTimer>
#include <QUrlQuery>
#include <cstring>

namespace sharecar::desktop::test {
namespace {

// The answer with car and time of the question.
QByteArray quoteFor(const QByteArray& question, const QByteArray& answer) {
  auto out = QJsonDocument::fromJson(answer).object();
  const auto asked = QJsonDocument::fromJson(question).object();
  for (const char* name : {"carId", "startsAt", "endsAt"}) out[name] = asked[name];
  return QJsonDocument(out).toJson(QJsonDocument::Compact);
}

}  // namespace

std::vector<SeenRequest> FakeNetwork::seen(const QByteArray& method, const QString& path) const {
  std::vector<SeenRequest> out;
  for (const auto& one : m_seen) {
    if (one.method == method && one.path == path) out.push_back(one);
  }
  return out;
}

void FakeNetwork::stream(const QByteArray& bytes, const QString& topics) {
  if (const auto stream = m_streams.value(topics)) stream->more(bytes);
}

void FakeNetwork::endStream(const QString& topics) {
  if (const auto stream = m_streams.value(topics)) stream->end();
}

FakeAnswer FakeNetwork::next(const QByteArray& request) {
  std::deque<FakeAnswer>* found = nullptr;
  for (auto& [prefix, answers] : m_answers) {  // sorted: the last that fits is the longest
    if (request.startsWith(prefix)) found = &answers;
  }
  if (!found) return {.error = QNetworkReply::ConnectionRefusedError};
  const FakeAnswer out = found->front();
  if (found->size() > 1) found->pop_front();
  return out;
}

FakeAnswer FakeNetwork::answerTo(const QByteArray& request, const QByteArray& body) {
  auto out = next(request);
  if (playQuotes && request.startsWith("POST /quotes")) out.body = quoteFor(body, out.body);
  return out;
}

QNetworkReply* FakeNetwork::createRequest(Operation, const QNetworkRequest& request, QIODevice* body) {
  QByteArray method = request.attribute(QNetworkRequest::CustomVerbAttribute).toByteArray();
  if (method.isEmpty()) method = "GET";
  m_seen.push_back({.method = method,
                    .path = request.url().path(),
                    .query = request.url().query(),
                    .body = body ? body->readAll() : QByteArray(),
                    .key = request.rawHeader("Idempotency-Key"),
                    .traceparent = request.rawHeader("traceparent"),
                    .authorization = request.rawHeader("Authorization")});
  const auto target = request.url().toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority);
  const auto answer = answerTo(method + ' ' + target, m_seen.back().body);
  auto* reply = new FakeReply(request, answer, this);
  if (answer.isStream) m_streams[QUrlQuery(request.url()).queryItemValue("topics")] = reply;
  connect(reply, &QNetworkReply::finished, this, [this, reply] { Q_EMIT finished(reply); });
  return reply;
}

FakeReply::FakeReply(const QNetworkRequest& request, FakeAnswer answer, QObject* parent)
    : QNetworkReply(parent), m_answer(std::move(answer)) {
  setRequest(request);
  setUrl(request.url());
  open(QIODevice::ReadOnly | QIODevice::Unbuffered);
  QTimer::singleShot(m_answer.delayMs, this, &FakeReply::begin);
}

void FakeReply::begin() {
  if (isFinished()) return;
  m_begun = true;
  if (m_answer.error != NoError) {
    setError(m_answer.error, "played error");
    return end();
  }
  setAttribute(QNetworkRequest::HttpStatusCodeAttribute, m_answer.status);
  setHeader(QNetworkRequest::ContentTypeHeader, m_answer.isStream ? "text/event-stream" : "application/json");
  if (m_answer.status >= 400) setError(UnknownContentError, "played status");
  more(m_answer.body);
  if (!m_answer.isStream) end();
}

void FakeReply::more(const QByteArray& bytes) {
  if (!m_begun) {
    m_answer.body += bytes;
    return;
  }
  m_rest += bytes;
  Q_EMIT readyRead();
}

void FakeReply::end() {
  if (isFinished()) return;
  setFinished(true);
  Q_EMIT finished();
}

void FakeReply::abort() {
  if (isFinished()) return;
  setError(OperationCanceledError, "aborted");
  end();
}

qint64 FakeReply::readData(char* data, qint64 most) {
  const auto count = std::min<qint64>(most, m_rest.size());
  std::memcpy(data, m_rest.constData(), static_cast<std::size_t>(count));
  m_rest.remove(0, count);
  return count == 0 && isFinished() ? -1 : count;
}

}  // namespace sharecar::desktop::test
