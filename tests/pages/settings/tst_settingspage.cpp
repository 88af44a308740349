// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/pages/pagefixture.h"
#include "ui/pages/settings/noticecard.h"
#include "ui/pages/settings/settingspage.h"
#include "ui/widgets/choicebutton.h"
#include "ui/widgets/keybutton.h"
#include "ui/widgets/plainlabel.h"

#include <QMenu>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace Qt::StringLiterals;

namespace {

struct Rig : test::PageFixture
{
    SettingsPage page;

    void open(QSize size = {1268, 850})
    {
        page.setScheme(Theme::Scheme::Light);
        page.setFacts({.keyStore = u"in the key store of this computer"_s,
                       .cacheFile = u"/home/ada/.cache/gatehouse/cache.sqlite"_s,
                       .journalFile = u"/home/ada/.local/share/gatehouse/journal.sqlite"_s,
                       .settingsFile = u"/home/ada/.config/gatehouse/gatehouse.ini"_s});
        show(page, size);
        page.activate();
    }
    [[nodiscard]] KeyButton *button(const QString &text) const
    {
        for (KeyButton *each : page.findChildren<KeyButton *>())
            if (each->isVisible() && each->text() == text)
                return each;
        return nullptr;
    }
    [[nodiscard]] QString words() const
    {
        QStringList all;
        for (const QLabel *label : page.findChildren<QLabel *>())
            if (label->isVisible())
                all.append(label->text());
        return all.join(u'\n');
    }
    void key(int code, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(page.windowHandle(), Qt::Key(code), modifiers);
    }
    void press(const QString &text)
    {
        KeyButton *wanted = button(text);
        QVERIFY2(wanted, qPrintable(text));
        for (int i = 0; i < 40 && !wanted->hasFocus(); ++i)
            key(Qt::Key_Tab);
        QVERIFY2(wanted->hasFocus(), qPrintable(text));
        key(Qt::Key_Space);
    }
};

} // namespace

class SettingsPageTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }

    void saysWhatThisComputerKeeps()
    {
        Rig rig;
        rig.open();
        for (const QString &fact :
             {u"in the key store of this computer"_s, u"/home/ada/.cache/gatehouse/cache.sqlite"_s,
              u"/home/ada/.local/share/gatehouse/journal.sqlite"_s, u"Gatehouse " GATEHOUSE_VERSION ""_s})
            QVERIFY2(rig.words().contains(fact), qPrintable(fact));
        rig.picture(rig.page, u"settings"_s);
    }

    void theThemeIsSwitchedFromTheKeyboard_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("arrow"); // from Light, the middle one
        QTest::addColumn<Theme::Scheme>("scheme");
        QTest::newRow("dark") << u"Dark"_s << int(Qt::Key_Right) << Theme::Scheme::Dark;
        QTest::newRow("system") << u"As the system"_s << int(Qt::Key_Left) << Theme::Scheme::System;
    }
    void theThemeIsSwitchedFromTheKeyboard()
    {
        QFETCH(const QString, text);
        QFETCH(const int, arrow);
        QFETCH(const Theme::Scheme, scheme);
        Rig rig;
        rig.open();
        QVERIFY(rig.button(u"Light"_s)->isChecked());
        QVERIFY(rig.button(u"Light"_s)->hasFocus()); // keys reach the page at once
        QSignalSpy chosen(&rig.page, &SettingsPage::schemeChosen);
        rig.key(arrow);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.first().first().value<Theme::Scheme>(), scheme);
        QVERIFY(rig.button(text)->isChecked());
        QVERIFY(!rig.button(u"Light"_s)->isChecked());
    }

    void erasingAsksFirst()
    {
        Rig rig;
        rig.open();
        QSignalSpy erase(&rig.page, &SettingsPage::eraseRequested);
        rig.press(u"Erase local data…"_s);
        QCOMPARE(erase.count(), 0);
        QVERIFY(rig.words().contains(u"Decisions on their way stay in the journal."_s));
        QVERIFY(rig.button(u"Keep"_s)->hasFocus()); // Enter by habit destroys nothing
        rig.picture(rig.page, u"settings-erase"_s);
        rig.key(Qt::Key_Space);
        QCOMPARE(erase.count(), 0);
        QVERIFY(rig.button(u"Erase local data…"_s)->hasFocus()); // back where it began
        QVERIFY(!rig.button(u"Erase the lists and sign out"_s));

        rig.press(u"Erase local data…"_s);
        rig.press(u"Erase the lists and sign out"_s);
        QCOMPARE(erase.count(), 1);
        rig.page.setErased(u"The lists were erased."_s);
        QVERIFY(rig.words().contains(u"The lists were erased."_s));
        QVERIFY(rig.button(u"Erase local data…"_s));
    }

    void escapeEndsTheQuestion()
    {
        Rig rig;
        rig.open();
        QSignalSpy erase(&rig.page, &SettingsPage::eraseRequested);
        rig.press(u"Erase local data…"_s);
        rig.key(Qt::Key_Escape);
        QVERIFY(!rig.button(u"Keep"_s));
        QVERIFY(rig.button(u"Erase local data…"_s)->hasFocus());
        QCOMPARE(erase.count(), 0);
    }

    void notificationsAndTheirQuietHoursAreChosenFromTheKeyboard()
    {
        Rig rig;
        rig.open();
        NoticeCard *card = rig.page.notices();
        card->setChoices(rig.preferences.notices());
        connect(card, &NoticeCard::chosen, this,
                [&rig](const workspace::NoticeChoices &choices) { rig.preferences.setNotices(choices); });
        QSignalSpy chosen(card, &NoticeCard::chosen);
        const auto hour = [card](const QString &label) {
            for (ChoiceButton *each : card->findChildren<ChoiceButton *>())
                if (each->accessibleName().startsWith(label))
                    return each;
            return static_cast<ChoiceButton *>(nullptr);
        };
        QVERIFY(rig.button(u"Tell me"_s)->isChecked());
        QVERIFY(rig.button(u"No quiet hours"_s)->isChecked());
        QVERIFY(!hour(u"Quiet from"_s)->isEnabled());

        rig.press(u"No quiet hours"_s);
        rig.key(Qt::Key_Right);
        QVERIFY(rig.button(u"Quiet hours"_s)->isChecked());
        QVERIFY(rig.words().contains(u"told together afterwards"_s));
        rig.key(Qt::Key_Right);
        QVERIFY(rig.button(u"And weekends"_s)->isChecked());
        QVERIFY(hour(u"Quiet from"_s)->isEnabled());
        hour(u"Quiet from"_s)->menu()->actions().at(22)->trigger();
        hour(u"Quiet until"_s)->menu()->actions().at(6)->trigger();
        const workspace::NoticeChoices wanted{
            .hasQuietHours = true, .quietFrom = 22, .quietTo = 6, .quietWeekends = true};
        QCOMPARE(card->choices(), wanted);
        rig.picture(rig.page, u"settings-notices"_s);
        // Kept for the next run.
        const store::Settings again(rig.dir.filePath(u"gatehouse.ini"_s));
        QCOMPARE(again.value(store::Setting::NoticesQuietFrom).toInt(), 22);
        QCOMPARE(rig.preferences.notices(), wanted);

        rig.press(u"Tell me"_s);
        rig.key(Qt::Key_Right);
        QVERIFY(!card->choices().isOn);
        QVERIFY(!hour(u"Quiet from"_s)->isEnabled());
        QVERIFY(rig.words().contains(u"The desktop is told nothing"_s));
        QVERIFY(!rig.preferences.notices().isOn);
        QCOMPARE(rig.preferences.notices().quietFrom, 22); // not forgotten
        const qsizetype before = chosen.size();
        card->setChoices({});
        QCOMPARE(chosen.size(), before);
    }

    void longPathsDoNotWidenThePage()
    {
        Rig rig;
        rig.open({900, 600});
        rig.page.setFacts({.keyStore = u"<b>kept</b>"_s,
                           .cacheFile = u"/home/"_s + QString(600, u'x'),
                           .journalFile = {},
                           .settingsFile = {}});
        QCoreApplication::sendPostedEvents();
        QVERIFY(rig.page.minimumSizeHint().width() <= 900);
        for (const QLabel *label : rig.page.findChildren<QLabel *>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
        rig.picture(rig.page, u"settings-long"_s);
    }
};

QTEST_MAIN(SettingsPageTest)
#include "tst_settingspage.moc"
