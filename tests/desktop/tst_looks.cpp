// Colours and texts, computed and complete.
#include <QTest>

#include "contracts/events.hpp"
#include "models/colours.h"
#include "models/texts.h"
#include "support/offscreen.h"

namespace sharecar::desktop {
namespace {

using namespace colour;
using namespace std::chrono_literals;

template <class E, class Do>
void forEach(Do what) {
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto e) { what(e.value, e.name); });
}

}  // namespace

class TestLooks : public test::DesktopTest {
  Q_OBJECT
 private Q_SLOTS:
  void ciede2000AgreesWithItsPaper();
  void textAndControlsHaveContrast_data();
  void textAndControlsHaveContrast();
  void servicesAreToldApartByEverybody_data();
  void servicesAreToldApartByEverybody();
  void strangersAreHatched();
  void everyCodeAndStateHasATextInBothLanguages();
  void numbersReadAsPeopleWriteThem();
  void timesAreThoseOfTheCar();
};

void TestLooks::ciede2000AgreesWithItsPaper() {
  QCOMPARE(qRound(contrast(0xff000000, 0xffffffff) * 100), 2100);
  QCOMPARE(ciede2000(0xff123456, 0xff123456), 0.0);
  QVERIFY(std::abs(ciede2000(0xff000000, 0xffffffff) - 100) < 0.01);
  QVERIFY(std::abs(ciede2000(0xffff0000, 0xff00ff00) - 86.61) < 0.05);  // the published value of sRGB red and green
  QVERIFY(std::abs(ciede2000(0xff0000ff, 0xffff0000) - 52.88) < 0.05);
}

void TestLooks::textAndControlsHaveContrast_data() {
  QTest::addColumn<bool>("dark");
  QTest::newRow("light") << false;
  QTest::newRow("dark") << true;
}

void TestLooks::textAndControlsHaveContrast() {
  QFETCH(bool, dark);
  const Tokens& t = dark ? darkTokens : lightTokens;
  for (const Rgb ground : {t.window, t.base, t.alternate}) {
    for (const Rgb text : {t.text, t.muted, t.accent, t.ok, t.warning, t.halfOpen, t.error}) {
      QVERIFY2(contrast(text, ground) >= 4.5, qPrintable(QString("%1 on %2").arg(text, 0, 16).arg(ground, 0, 16)));
    }
    QVERIFY(contrast(t.border, ground) >= 3);
  }
  QVERIFY(contrast(t.onAccent, t.accent) >= 4.5);
  QVERIFY(contrast(t.onAccent, t.halfOpen) >= 4.5);
  QVERIFY(contrast(t.onAccent, t.error) >= 4.5);
}

void TestLooks::servicesAreToldApartByEverybody_data() { textAndControlsHaveContrast_data(); }

void TestLooks::servicesAreToldApartByEverybody() {
  QFETCH(bool, dark);
  const Tokens& tokens = dark ? darkTokens : lightTokens;
  const auto& hues = dark ? darkServiceHues : lightServiceHues;
  std::vector<Rgb> all(hues.begin(), hues.end());
  all.push_back(tokens.error);
  for (const auto sight : {Sight::Normal, Sight::Protan, Sight::Deutan, Sight::Tritan}) {
    const double least = sight == Sight::Normal ? 12 : 6;
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const double distance = ciede2000(seenBy(sight, all[i]), seenBy(sight, all[j]));
        QVERIFY2(distance >= least, qPrintable(QString("%1 and %2: %3").arg(i).arg(j).arg(distance)));
      }
    }
  }
  for (const Rgb hue : hues) QVERIFY(contrast(hue, tokens.base) >= 3);
}

void TestLooks::strangersAreHatched() {
  QCOMPARE(serviceColour("order", false), (ServiceColour{lightServiceHues[1], false}));
  QVERIFY(serviceColour("mysql", false).hatched);
  QCOMPARE(serviceColour("mysql", true), serviceColour("mysql", true));
}

void TestLooks::everyCodeAndStateHasATextInBothLanguages() {
  std::map<std::string, QString> english;
  for (const auto language : {LanguageChoice::English, LanguageChoice::Korean}) {
    setLanguage(language);
    std::map<std::string, QString> all;
    forEach<Errc>([&](Errc code, const char* name) { all[name] = texts::problem({.code = code}).what; });
    forEach<OrderState>([&](OrderState state, const char* name) { all[name] = texts::state(state); });
    forEach<RefundState>(
        [&](RefundState state, const char* name) { all[std::string("refund ") + name] = texts::refund(state); });
    for (int kind = 0; kind <= static_cast<int>(Failure::Kind::Nonsense); ++kind) {
      all["failure " + std::to_string(kind)] = texts::failure({.kind = static_cast<Failure::Kind>(kind)}).what;
    }
    for (int state = 0; state <= static_cast<int>(ConnectionState::Lost); ++state) {
      all["connection " + std::to_string(state)] = texts::connection(static_cast<ConnectionState>(state));
    }
    for (const auto& [name, text] : all) QVERIFY2(!text.isEmpty(), name.c_str());
    if (language == LanguageChoice::English) {
      english = all;
    } else {
      for (const auto& [name, text] : all) QVERIFY2(text != english[name], (name + " is not translated").c_str());
    }
  }
  setLanguage(LanguageChoice::English);
}

void TestLooks::numbersReadAsPeopleWriteThem() {
  QCOMPARE(texts::money(Money{1'234'500}), QString::fromUtf8("₩1,234,500"));
  QCOMPARE(texts::duration(850us), QString::fromUtf8("850 µs"));
  QCOMPARE(texts::duration(1'234us), "1.23 ms");
  QCOMPARE(texts::duration(41'240us), "41.2 ms");
  QCOMPARE(texts::duration(412'400us), "412 ms");
  QCOMPARE(texts::duration(1'204'000us), "1.20 s");
  QCOMPARE(texts::duration(125s), "2 min 5 s");
  QCOMPARE(texts::length(90min), "1 h 30 min");
  setLanguage(LanguageChoice::Korean);
  QCOMPARE(texts::money(Money{1'234'500}), QString::fromUtf8("1,234,500원"));
  setLanguage(LanguageChoice::English);
}

void TestLooks::timesAreThoseOfTheCar() {
  const Slot hour{test::fixedNow(), test::fixedNow() + 1h};
  QCOMPARE(texts::span(hour, "Asia/Seoul"), QString::fromUtf8("Sat 21 Nov 14:30 – 15:30"));
  QCOMPARE(texts::span(hour, "Europe/Berlin"), QString::fromUtf8("Sat 21 Nov 06:30 – 07:30"));
  QCOMPARE(texts::span({hour.starts_at, hour.starts_at + 24h}, "Asia/Seoul"),
           QString::fromUtf8("Sat 21 Nov 14:30 – Sun 22 Nov 14:30"));
  QCOMPARE(texts::exactTime(test::fixedNow() + 7'123ms, "no/where"), "05:30:07.123");
}

}  // namespace sharecar::desktop

SHARECAR_DESKTOP_TEST(sharecar::desktop::TestLooks)
#include "tst_looks.moc"
