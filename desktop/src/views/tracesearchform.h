/// What to search traces by: every parameter that Zipkin has, with the names that the server knows.
#pragma once

#include <QWidget>

#include "api/traceapi.h"
#include "models/tracequery.h"

class QCheckBox;
class QComboBox;
class QDateTimeEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QStringListModel;

namespace sharecar::desktop {

/// Owned by its page.
class TraceSearchForm : public QWidget {
  Q_OBJECT
 public:
  TraceSearchForm(TraceApi& traces, std::function<Timestamp()> now, QWidget* parent = nullptr);

  void setQuery(const TraceQuery& query);
  /// Nothing while a duration cannot be read.
  std::optional<TraceQuery> query() const;
  /// Asks the server for the names that it knows; without an answer names are typed.
  void loadNames();

 Q_SIGNALS:
  void searched();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void build();
  void retranslate();
  void loadNamesOfService();
  void loadTagKeys();
  void loadTagValues();
  void check();

  TraceApi& m_traces;
  std::function<Timestamp()> m_now;
  QComboBox* m_service;
  QComboBox* m_span;
  QComboBox* m_remote;
  QLineEdit* m_tags;
  QStringListModel* m_tagWords;
  QLineEdit* m_min;
  QLineEdit* m_max;
  QComboBox* m_lookback;
  QCheckBox* m_until;
  QDateTimeEdit* m_end;
  QSpinBox* m_limit;
  QPushButton* m_search;
  QLabel* m_labels[7];
  QStringList m_keys;
  Call m_servicesCall;
  Call m_spansCall;
  Call m_remotesCall;
  Call m_keysCall;
  Call m_valuesCall;
};

}  // namespace sharecar::desktop
