#include "views/palette.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "views/page.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

constexpr int paletteWidth = 560;
constexpr int rowsShown = 12;
constexpr int hintRole = Qt::UserRole;

// The text on the left, keys or address in a quieter colour on the right.
class HintDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    QStyledItemDelegate::paint(painter, option, index);
    const bool chosen = option.state & QStyle::State_Selected;
    const auto& t = tokensOf(option.palette);
    painter->setPen(QColor(chosen ? t.onAccent : t.muted));
    painter->drawText(option.rect.adjusted(0, 0, -space::s, 0), Qt::AlignRight | Qt::AlignVCenter,
                      index.data(hintRole).toString());
  }
  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {0, rowHeight}; }
};

}  // namespace

Palette::Palette(QWidget* parent)
    : QDialog(parent, Qt::Popup),
      m_query(named(new QLineEdit(this), "paletteQuery")),
      m_list(named(new QListWidget(this), "paletteList")) {
  setObjectName("palette");
  m_list->setItemDelegate(new HintDelegate(m_list));
  m_list->setFocusPolicy(Qt::NoFocus);
  m_list->setFrameShape(QFrame::NoFrame);
  m_list->setUniformItemSizes(true);
  m_query->installEventFilter(this);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::s, space::s, space::s, space::s);
  layout->setSpacing(space::s);
  layout->addWidget(m_query);
  layout->addWidget(m_list, 1);
  setFixedSize(paletteWidth, rowsShown * rowHeight + 64);
  connect(m_query, &QLineEdit::textChanged, this, &Palette::fill);
  connect(m_query, &QLineEdit::returnPressed, this, &Palette::take);
  connect(m_list, &QListWidget::itemClicked, this, &Palette::take);
  retranslate();
}

void Palette::open(std::vector<PaletteItem> items, bool isOperator) {
  m_items = std::move(items);
  m_isOperator = isOperator;
  m_query->clear();
  fill();
  const auto* window = parentWidget();
  move(window->mapToGlobal(QPoint((window->width() - width()) / 2, 72)));
  show();
  m_query->setFocus(Qt::PopupFocusReason);
}

void Palette::fill() {
  const auto query = m_query->text().trimmed();
  m_shown.clear();
  if (const auto address = addressOfPasted(query, m_isOperator)) {
    m_shown.push_back({.text = tr("Go to %1").arg(address->toString()), .address = *address});
  }
  for (const auto index : paletteMatches(m_items, query)) m_shown.push_back(m_items[index]);
  m_list->clear();
  for (const auto& item : m_shown) {
    auto* row = new QListWidgetItem(item.text, m_list);
    row->setData(hintRole, item.hint);
  }
  m_list->setCurrentRow(0);
  m_list->setAccessibleDescription(tr("%n match(es)", nullptr, static_cast<int>(m_shown.size())));
}

void Palette::take() {
  const int row = m_list->currentRow();
  if (row < 0) return;
  const auto item = m_shown[static_cast<std::size_t>(row)];
  hide();
  Q_EMIT chosen(item);
}

// The list follows the keys of the edit, which keeps the focus.
bool Palette::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_query && event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp || key == Qt::Key_PageDown) {
      QCoreApplication::sendEvent(m_list, event);
      return true;
    }
  }
  return QDialog::eventFilter(watched, event);
}

void Palette::retranslate() {
  setWindowTitle(tr("Commands"));
  m_query->setPlaceholderText(tr("A place, an action, or anything pasted"));
  m_query->setAccessibleName(tr("Find a place or an action"));
  m_list->setAccessibleName(tr("Places and actions that fit"));
}

void Palette::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QDialog::changeEvent(event);
}

}  // namespace sharecar::desktop
