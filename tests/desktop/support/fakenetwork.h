/// A network that answers from a table: what pages are driven with.
#pragma once

#include <QHash>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>
#include <deque>
#include <functional>
#include <map>

namespace sharecar::desktop::test {

struct FakeAnswer {
  int status = 200;
  QByteArray body = {};
  int delayMs = 0;
  bool isStream = false;                                       ///< stays open; see FakeNetwork::stream
  QNetworkReply::NetworkError error = QNetworkReply::NoError;  ///< instead of a status
};

struct SeenRequest {
  QByteArray method;
  QString path;
  QString query;
  QByteArray body;
  QByteArray key;  ///< Idempotency-Key
  QByteArray traceparent;
  QByteArray authorization;
};

class FakeReply;

/// Answers by "GET /path"; the longest entry that the request begins with counts, the first of its answers is used up
/// unless it is the last one. What has no entry is refused like a closed port.
class FakeNetwork : public QNetworkAccessManager {
 public:
  void answer(const QByteArray& request, FakeAnswer answer) { m_answers[request] = {std::move(answer)}; }
  void answer(const QByteArray& request, const QByteArray& body) { answer(request, FakeAnswer{.body = body}); }
  void answers(const QByteArray& request, std::deque<FakeAnswer> answers) { m_answers[request] = std::move(answers); }
  void forget(const QByteArray& request) { m_answers.erase(request); }

  /// Quotes are for the time that is asked for, whatever time the table's answer has.
  bool playQuotes = false;

  /// What it would answer to "GET /path?query" with this body; used up like any other answer.
  FakeAnswer answerTo(const QByteArray& request, const QByteArray& body);

  const std::vector<SeenRequest>& seen() const { return m_seen; }
  std::vector<SeenRequest> seen(const QByteArray& method, const QString& path) const;
  /// More bytes on the open stream of events of these topics.
  void stream(const QByteArray& bytes, const QString& topics = "mypage");
  bool hasStream(const QString& topics = "mypage") const { return m_streams.value(topics) != nullptr; }
  void endStream(const QString& topics = "mypage");

 protected:
  QNetworkReply* createRequest(Operation operation, const QNetworkRequest& request, QIODevice* body) override;

 private:
  FakeAnswer next(const QByteArray& request);

  std::map<QByteArray, std::deque<FakeAnswer>> m_answers;
  std::vector<SeenRequest> m_seen;
  QHash<QString, QPointer<FakeReply>> m_streams;  ///< by their topics
};

class FakeReply : public QNetworkReply {
  Q_OBJECT
 public:
  FakeReply(const QNetworkRequest& request, FakeAnswer answer, QObject* parent);

  void more(const QByteArray& bytes);
  void end();
  void abort() override;
  qint64 bytesAvailable() const override { return m_rest.size() + QNetworkReply::bytesAvailable(); }
  bool isSequential() const override { return true; }

 protected:
  qint64 readData(char* data, qint64 most) override;

 private:
  void begin();

  FakeAnswer m_answer;
  bool m_begun = false;
  QByteArray m_rest;
};

}  // namespace sharecar::desktop::test
