/// Operate, Breakers: each breaker of each instance, what it does now, and the guarded ways to change it.
#pragma once

#include <QTimer>
#include <map>

#include "models/platformwatch.h"
#include "views/page.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QScrollArea;

namespace sharecar::desktop {

class BreakerCard;
class BreakerDetail;
class CardGrid;
class Notice;

/// Cards are put in order when the order is chosen, when a breaker comes or goes, and when one changes its state; never
/// because a counter moved, so that they hold still under the pointer.
class BreakersPage : public Page {
  Q_OBJECT
 public:
  explicit BreakersPage(Session& session, QWidget* parent = nullptr);

  QString title() const override { return tr("Breakers"); }
  QStringList crumbs() const override;
  Address address() const override;
  void open(const Address& address) override;
  void setActive(bool active) override;
  std::vector<KeyHint> keys() const override;

 protected:
  void retranslate() override;

 private:
  void build();
  void refresh();
  void arrange();
  void choose(const QString& key);
  void findWanted();
  void tick();
  bool isWanted(const SeenBreaker& seen) const;

  Session& m_session;
  QComboBox* m_order;
  QLineEdit* m_filter;
  QLabel* m_count;
  Notice* m_notice;
  QLabel* m_empty;
  QScrollArea* m_scroll;
  CardGrid* m_grid;
  BreakerDetail* m_detail;
  std::map<QString, BreakerCard*> m_cards;
  QString m_key;     ///< of the one that is shown
  Address m_wanted;  ///< names service and upstream; waits for the breakers to be known
  QTimer m_tick;
};

}  // namespace sharecar::desktop
