/// The played platform behind a real socket, in any of its moods.
#pragma once

#include "support/fakeplatform.h"
#include "support/rudeserver.h"

namespace sharecar::desktop::test {

/// What every request gets, except the stream of events, which goes on.
enum class Mood {
  Good,
  Empty,       ///< status 200 and nothing
  Silent,      ///< no answer at all
  NoJson,
  OtherJson,   ///< JSON, but another document
  Cut,         ///< less than was announced
  Broken,      ///< status 500
  Endless,     ///< 256 MB and more
  HalfLetter,  ///< UTF-8 that ends within a character
};

class PlayedServer : public QObject {
  Q_OBJECT
 public:
  PlayedServer();

  QUrl url() const { return m_server.url(); }
  FakeNetwork& answers() { return m_answers; }
  void setMood(Mood mood) { m_mood = mood; }
  /// Gone: ports refuse, and open connections are dropped.
  void stop() { m_server.stop(); }
  void resume() { m_server.resume(); }
  /// To every open stream of events.
  void stream(const QByteArray& bytes);

 private:
  void answer(QTcpSocket& socket, const QByteArray& request);

  FakeNetwork m_answers;
  Mood m_mood = Mood::Good;
  std::vector<QPointer<QTcpSocket>> m_streams;
  RudeServer m_server;
};

/// A whole client in front of a PlayedServer, with a stream that beats quickly.
class RealClient {
 public:
  explicit RealClient(const QString& place = "cars", Options options = {}, StreamTiming timing = {});

  MainWindow& window() { return *application->window(); }
  template <class T>
  T* find(const char* name, const char* within = nullptr) {
    auto* parent = within ? window().findChild<QWidget*>(within) : &window();
    return parent ? parent->findChild<T*>(name) : nullptr;
  }

  PlayedServer server;
  Timestamp now = fixedNow();  ///< the client's clock
  QTemporaryDir folder;
  QNetworkAccessManager network;
  Settings settings{folder.filePath("desktop.ini")};
  std::optional<Application> application;
};

}  // namespace sharecar::desktop::test
