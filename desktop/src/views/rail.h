/// The left edge: Drive | Operate on top, below it the pages of the one that is chosen.
#pragma once

#include <QWidget>
#include <functional>
#include <vector>

class QButtonGroup;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace sharecar::desktop {

enum class Area { Drive, Operate };

/// Owned by the window. The switch is there only when both areas have pages.
class Rail : public QWidget {
  Q_OBJECT
 public:
  explicit Rail(QWidget* parent = nullptr);

  /// `place` names the page in addresses; `title` is asked again when the language changes.
  void add(Area area, const QString& place, const QString& icon, std::function<QString()> title);
  /// Shows where one is; chooses the area of that place.
  void setCurrent(const QString& place);

 Q_SIGNALS:
  void chosen(const QString& place);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  struct Entry {
    Area area;
    QString place;
    QString icon;
    std::function<QString()> title;
    QToolButton* button;
  };
  void showArea(Area area);
  void chooseArea(Area area);
  void retranslate();

  QWidget* m_switch;
  QPushButton* m_drive;
  QPushButton* m_operate;
  QVBoxLayout* m_list;
  std::vector<Entry> m_entries;
};

}  // namespace sharecar::desktop
