#include "support/pseudolocale.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace sharecar::desktop::test {
namespace {

const QString plain = "AaCcEeGgIiLlNnOoRrSsTtUuYyZz";
const QString accented = QString::fromUtf8("ÀàĆćÉéĜĝÎîĽľÑñÖöŔŕŞşŢţÛûÝýŽž");
const QStringList numbers{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"};

bool isDateFormat(const QString& text) {
  static const QRegularExpression letters("^[dMyHhmszt :.,/'-]+$");
  return letters.match(text).hasMatch() && (text.contains("MMM") || text.contains("HH"));
}

}  // namespace

QString pseudo(const QString& text) {
  if (text.isEmpty() || isDateFormat(text)) return text;
  QString out = "[";
  bool isPlace = false;  // the letter behind % is none
  for (const QChar letter : text) {
    const auto at = isPlace ? -1 : plain.indexOf(letter);
    out += at < 0 ? letter : accented[at];
    isPlace = letter == '%';
  }
  const auto longer = text.size() + text.size() * 4 / 10;
  for (qsizetype i = 0; out.size() < longer; ++i) out += ' ' + numbers[i % numbers.size()];
  return out + ']';
}

PseudoLocale::PseudoLocale() { QCoreApplication::installTranslator(this); }

PseudoLocale::~PseudoLocale() { QCoreApplication::removeTranslator(this); }

QString PseudoLocale::translate(const char* context, const char* source, const char*, int) const {
  // Qt's own texts are translated by Qt.
  return QByteArray(context).startsWith('Q') ? QString() : pseudo(QString::fromUtf8(source));
}

}  // namespace sharecar::desktop::test
