/// A language that nobody speaks: every text is longer and has accents, so that what is not translated and what has no
/// room shows at once.
#pragma once

#include <QTranslator>

namespace sharecar::desktop::test {

/// Installed while it lives, in front of the real languages. Made texts are 40 % longer, as translations from short
/// English texts are, between brackets whose loss shows that a text was cut. Places (%1, %n), mnemonics, line ends and
/// the letters of Qt's date formats stay.
class PseudoLocale : public QTranslator {
  Q_OBJECT
 public:
  PseudoLocale();
  ~PseudoLocale() override;

  bool isEmpty() const override { return false; }
  QString translate(const char* context, const char* source, const char* comment, int n) const override;
};

/// "[Ţŕàćéş one]" for "Traces".
QString pseudo(const QString& text);

}  // namespace sharecar::desktop::test
