#include "views/carspage.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSortFilterProxyModel>
#include <QSpinBox>
#include <QTableView>
#include <algorithm>

#include "models/daytime.h"
#include "models/texts.h"
#include "views/bookingpane.h"
#include "views/loading.h"
#include "views/notice.h"
#include "views/table.h"
#include "views/theme.h"
#include "views/timeedit.h"

namespace sharecar::desktop {
namespace {

constexpr int highestPrice = 10'000'000;

}  // namespace

CarsPage::CarsPage(Session& session, QWidget* parent)
    : Page(parent),
      m_session(session),
      m_sorted(new QSortFilterProxyModel(this)),
      m_time(new TimeEdit("mine", this)),
      m_zone(makeChoice("zone", this)),
      m_class(makeChoice("class", this)),
      m_maxLabel(new QLabel(this)),
      m_max(named(new QSpinBox(this), "maxPrice")),
      m_freeOnly(named(new QCheckBox(this), "freeOnly")),
      m_loading(new Loading(this)),
      m_notice(new Notice(this)),
      m_empty(named(new QLabel(this), "noCars")),
      m_pane(new BookingPane(session, this)) {
  setObjectName("carsPage");
  m_sorted->setSourceModel(&m_model);
  m_sorted->setSortRole(CarsModel::sortRole);
  m_table = makeTable(m_sorted, "cars", this);
  m_table->sortByColumn(CarsModel::Name, Qt::AscendingOrder);
  build();
  const auto start = ceilToGrid(session.now());
  m_time->setTime({start, start + std::chrono::hours{1}}, m_timeZone);
  connect(m_time, &TimeEdit::edited, this, [this] {
    reload();
    showSelected();
  });
  connect(m_zone, &QComboBox::currentIndexChanged, this, &CarsPage::reload);
  connect(m_class, &QComboBox::currentIndexChanged, this, &CarsPage::reload);
  connect(m_max, &QSpinBox::valueChanged, this, &CarsPage::reload);
  connect(m_freeOnly, &QCheckBox::toggled, this, &CarsPage::reload);
  connect(m_notice, &Notice::retry, this, &CarsPage::reload);
  connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
    if (!now.isValid()) return;
    m_wanted = 0;
    showSelected();
    Q_EMIT addressChanged();
  });
  connect(&session.events, &EventStream::stateChanged, this, [this](ConnectionState state) {
    if (state == ConnectionState::Connected && !m_notice->isHidden()) reload();
  });
  connect(&session.sources, &Sources::offlineChanged, this, [this](bool offline) {
    if (offline) return m_notice->clear();  // the window says so
    reload();
    reloadZones();
  });
  connect(m_pane, &BookingPane::navigate, this, &Page::navigate);
  connect(m_pane, &BookingPane::announce, this, &Page::announce);
  retranslate();
  reload();
  reloadZones();
}

void CarsPage::build() {
  m_max->setRange(0, highestPrice);
  m_max->setSingleStep(10'000);
  m_max->setGroupSeparatorShown(true);
  m_max->setKeyboardTracking(false);
  m_maxLabel->setBuddy(m_max);
  m_freeOnly->setChecked(true);
  m_empty->setAlignment(Qt::AlignCenter);
  m_empty->setWordWrap(true);
  m_empty->hide();
  auto* filters = new QHBoxLayout;
  filters->setSpacing(space::s);
  filters->addWidget(m_zone);
  filters->addWidget(m_class);
  filters->addWidget(m_maxLabel);
  filters->addWidget(m_max);
  filters->addWidget(m_freeOnly);
  filters->addStretch();
  auto* left = new QVBoxLayout;
  left->setSpacing(space::m);
  left->addWidget(m_time);
  left->addLayout(filters);
  left->addWidget(m_loading);
  left->addWidget(m_notice);
  left->addWidget(m_table, 1);
  left->addWidget(m_empty, 1);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(space::l, 0, 0, space::l);
  layout->setSpacing(space::l);
  layout->addLayout(left, 1);
  layout->addWidget(m_pane);
}

QStringList CarsPage::crumbs() const {
  const auto index = m_sorted->mapToSource(m_table->currentIndex());
  return index.isValid() ? QStringList(carName(m_model.rowAt(index))) : QStringList();
}

Address CarsPage::address() const {
  const auto index = m_sorted->mapToSource(m_table->currentIndex());
  if (m_wanted != 0) return {.place = "cars", .path = {QString::number(m_wanted)}};
  if (!index.isValid()) return {.place = "cars"};
  return {.place = "cars", .path = {QString::number(m_model.rowAt(index).car_id.value)}};
}

void CarsPage::open(const Address& address) {
  m_wanted = address.id().toLongLong();
  const auto index = m_sorted->mapFromSource(m_model.indexOf(m_wanted));
  if (index.isValid()) m_table->setCurrentIndex(index);
}

void CarsPage::setActive(bool active) {
  if (active) reload();
}

void CarsPage::reload() {
  contracts::FindCars wanted;
  if (m_zone->currentIndex() > 0) wanted.zone = m_zones[static_cast<std::size_t>(m_zone->currentIndex() - 1)];
  if (m_class->currentIndex() > 0) wanted.car_class = m_classes[static_cast<std::size_t>(m_class->currentIndex() - 1)];
  if (m_max->value() > 0) wanted.max_price = Money{m_max->value()};
  if (m_freeOnly->isChecked()) {
    wanted.free_from = m_time->time().starts_at;
    wanted.free_to = m_time->time().ends_at;
  }
  wanted.size = 500;
  m_list = m_session.api.cars(wanted, [this](const Answer<Listed<contracts::ListedCar>>& answer) {
    if (!answer) return m_notice->show(answer.error(), m_session);
    m_notice->clear();
    setDataAt(m_session.now());
    for (const auto& car : answer->rows) {
      if (std::find(m_classes.begin(), m_classes.end(), car.car_class) == m_classes.end()) {
        m_classes.push_back(car.car_class);
      }
    }
    if (!answer->rows.empty()) m_timeZone = answer->rows.front().time_zone;
    const bool first = m_model.rowCount() == 0;
    m_model.apply(answer->rows);
    m_table->setVisible(!answer->rows.empty());
    m_empty->setVisible(answer->rows.empty());
    fillFilters();
    if (first) fitColumns(m_table, CarsModel::Name);
    if (m_wanted != 0) open(address());
  });
  m_loading->await(m_list);
}

void CarsPage::reloadZones() {
  m_zonesCall = m_session.api.zones([this](const Answer<std::vector<contracts::Zone>>& answer) {
    if (!answer) return;  // the list says that the platform is away
    m_zones.clear();
    for (const auto& zone : *answer) m_zones.push_back(zone.zone);
    fillFilters();
  });
}

void CarsPage::fillFilters() {
  const auto fill = [](QComboBox* box, const QString& all, const std::vector<std::string>& values) {
    const QSignalBlocker quiet(box);
    const QString chosen = box->currentIndex() > 0 ? box->currentText() : QString();
    box->clear();
    box->addItem(all);
    for (const auto& value : values) box->addItem(QString::fromStdString(value));
    box->setCurrentIndex(std::max(0, box->findText(chosen)));
  };
  fill(m_zone, tr("All zones"), m_zones);
  fill(m_class, tr("All classes"), m_classes);
}

void CarsPage::showSelected() {
  const auto index = m_sorted->mapToSource(m_table->currentIndex());
  if (index.isValid()) m_pane->showCar(m_model.rowAt(index), m_time->time());
}

void CarsPage::retranslate() {
  m_loading->setWhat(tr("the cars"));
  m_zone->setAccessibleName(tr("Zone"));
  m_class->setAccessibleName(tr("Class"));
  m_maxLabel->setText(tr("Up to"));
  m_max->setAccessibleName(tr("Highest price"));
  m_max->setSpecialValueText(tr("Any price"));
  m_max->setLocale(QLocale());
  m_max->setMinimumWidth(m_max->sizeHint().width());  // Qt's smallest size forgets the special text
  m_freeOnly->setText(tr("Free in my time"));
  m_freeOnly->setAccessibleName(m_freeOnly->text());
  m_table->setAccessibleName(tr("Cars"));
  m_empty->setText(tr("No car fits. Choose another time, or clear a filter."));
  fillFilters();
  m_model.retranslate();
  fitColumns(m_table, CarsModel::Name);
}

}  // namespace sharecar::desktop
