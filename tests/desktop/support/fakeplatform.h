/// A whole client in front of a played platform: three cars, one booking, a stream of events.
#pragma once

#include <QTemporaryDir>
#include <optional>

#include "app/application.h"
#include "support/fakenetwork.h"
#include "support/offscreen.h"

namespace sharecar::desktop::test {

/// What a platform answers: three cars, the booking 7 of car 1002, its trace and others.
void playPlatform(FakeNetwork& network);

class FakePlatform {
 public:
  /// Opens the window at `place`.
  explicit FakePlatform(const QString& place = "cars", Options options = {});

  MainWindow& window() { return *application->window(); }
  /// By object name, below the widget `within` when several pages have one of that name.
  template <class T>
  T* find(const char* name, const char* within = nullptr) {
    auto* parent = within ? window().findChild<QWidget*>(within) : &window();
    return parent ? parent->findChild<T*>(name) : nullptr;
  }

  /// Until events can be played.
  void awaitStream();
  /// What GET /cars/{id}/availability says of every car.
  void busy(const std::vector<Slot>& taken);
  /// Order 7 of car 1002, from 14:30 to 15:30 in Seoul, 100,000 won.
  static QByteArray order(const QByteArray& status);
  /// Its row of MyPage; `steps` are names of events, 20 ms apart.
  static QByteArray myPage(const QByteArray& status, const QByteArray& steps);
  /// The row has changed: on the stream and for who asks.
  void myPageChanged(const QByteArray& status, const QByteArray& steps);

  Timestamp now = fixedNow();  ///< the client's clock
  QTemporaryDir folder;
  FakeNetwork network;
  Settings settings{folder.filePath("desktop.ini")};
  std::optional<Application> application;
};

}  // namespace sharecar::desktop::test
