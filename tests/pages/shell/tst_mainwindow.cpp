// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commandpalette.h"
#include "ui/shell/fuzzy.h"
#include "ui/shell/lockscreen.h"
#include "ui/shell/mainwindow.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/searchfield.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QMenu>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace Qt::StringLiterals;

namespace {

class FakePage : public Page
{
public:
    FakePage(const QString &id, QChar key, Group group = Group::Work)
        : Page({.id = id, .title = id.toUpper(), .icon = Icon::Inbox, .key = key, .group = group})
        , field(new SearchField)
    {
        (new QVBoxLayout(this))->addWidget(field);
        setFocusPolicy(Qt::StrongFocus);
        addPageAction(u"approve"_s, u"Approve"_s, QKeySequence(u"A"_s), [this] { ++approved; });
    }
    void activate() override { setFocus(); }
    void refresh() override { ++refreshed; }
    SearchField *filterField() const override { return field; }
    QList<PaletteEntry> paletteEntries() const override
    {
        return {{.title = u"support-copilot"_s, .run = [this] { opened = true; }}};
    }

    SearchField *field;
    int approved = 0;
    int refreshed = 0;
    mutable bool opened = false;
};

} // namespace

class MainWindowTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin).?"_s));
        m_window = std::make_unique<MainWindow>(*m_theme);
        m_approvals = new FakePage(u"approvals"_s, u'a');
        m_usage = new FakePage(u"usage"_s, u'u');
        m_window->addPage(m_approvals);
        m_window->addPage(m_usage);
        m_window->showPage(u"approvals"_s);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void cleanup() { m_window.reset(); }
    void cleanupTestCase() { m_theme.reset(); }

    void theRailShowsOnlyWhatExists()
    {
        QVERIFY(m_window->findChild<QWidget *>(u"rail-approvals"_s));
        for (const PlainLabel *heading :
             m_window->findChild<QWidget *>(u"rail"_s)->findChildren<PlainLabel *>())
            QVERIFY(!heading->isVisible());
        m_window->addPage(new FakePage(u"apis"_s, u'p', Page::Group::Manage));
        const auto headings = m_window->findChild<QWidget *>(u"rail"_s)->findChildren<PlainLabel *>();
        QCOMPARE(std::count_if(headings.begin(), headings.end(),
                               [](const PlainLabel *each) { return each->isVisible(); }),
                 1);
        m_window->removePage(u"apis"_s);
        QVERIFY(!m_window->page(u"apis"_s));
    }

    void gThenALetterGoesToAPageAndDecidesNothing()
    {
        QTest::keyClick(m_approvals, Qt::Key_G);
        QTest::keyClick(m_approvals, Qt::Key_U);
        QCOMPARE(m_window->currentPage(), m_usage);
        QTest::keyClick(m_usage, Qt::Key_G);
        QTest::keyClick(m_usage, Qt::Key_A);
        QCOMPARE(m_window->currentPage(), m_approvals);
        QCOMPARE(m_usage->approved + m_approvals->approved, 0);
        QTest::keyClick(m_approvals, Qt::Key_A);
        QCOMPARE(m_approvals->approved, 1);
    }

    void lettersTypedIntoAFieldAreText()
    {
        QTest::keyClick(m_approvals, Qt::Key_Slash);
        QTRY_VERIFY(m_approvals->field->hasFocus());
        QTest::keyClicks(m_approvals->field, u"ga/?"_s);
        QCOMPARE(m_approvals->field->text(), u"ga/?"_s);
        QCOMPARE(m_approvals->approved, 0);
        QCOMPARE(m_window->currentPage(), m_approvals);
    }

    void ctrlRReadsAgain()
    {
        QTest::keyClick(m_approvals, Qt::Key_R, Qt::ControlModifier);
        QCOMPARE(m_approvals->refreshed, 1);
    }

    void thePaletteFindsObjectsAndGivesTheFocusBack()
    {
        QTest::keyClick(m_approvals, Qt::Key_K, Qt::ControlModifier);
        auto *field = m_window->findChild<QWidget *>(u"command-palette-field"_s);
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, u"copil"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(m_approvals->opened);
        QVERIFY(!field->isVisible());
        QVERIFY(m_approvals->hasFocus());
    }

    void theCheatSheetListsThePagesKeys()
    {
        QTest::keyClick(m_approvals, Qt::Key_Question, Qt::ShiftModifier);
        auto *sheet = m_window->findChild<QWidget *>(u"cheat-sheet"_s);
        QTRY_VERIFY(sheet->isVisible());
        QStringList words;
        for (const PlainLabel *label : sheet->findChildren<PlainLabel *>())
            words.append(label->text());
        QVERIFY(words.contains(u"Approve"_s));
        QVERIFY(words.contains(u"Go to USAGE"_s));
        QTest::keyClick(sheet, Qt::Key_Escape);
        QVERIFY(!sheet->isVisible());
    }

    void whoAndWhereIsTold()
    {
        QSignalSpy signIn(m_window.get(), &MainWindow::signInRequested);
        m_window->setConnections({{u"Sandbox"_s, u"127.0.0.1"_s, workspace::Stage::Sandbox}}, u"Sandbox"_s);
        QVERIFY(m_window->windowTitle().contains(u"Sandbox"_s));
        auto *person = m_window->findChild<QAbstractButton *>(u"person"_s);
        QTest::mouseClick(person, Qt::LeftButton);
        QCOMPARE(signIn.count(), 1);
        m_window->setPerson(u"Ada Okafor"_s, u"Platform admin"_s);
        QVERIFY(person->accessibleName().contains(u"Ada Okafor"_s));
    }

    void everyControlHasAName()
    {
        for (const bool isCollapsed : {false, true}) {
            m_window->setRailCollapsed(isCollapsed);
            for (const QAbstractButton *button : m_window->findChildren<QAbstractButton *>()) {
                QVERIFY2(!button->accessibleName().isEmpty(), qPrintable(button->objectName()));
                QVERIFY2(!button->objectName().isEmpty(), qPrintable(button->accessibleName()));
            }
        }
    }

    void T14_lockedShowsAndExposesNothing()
    {
        m_window->setConnections({{u"Prod EU"_s, u"gw.example.com"_s, workspace::Stage::Production}},
                                 u"Prod EU"_s);
        m_window->setPerson(u"Ada Okafor"_s, u"Platform admin"_s);
        m_window->messageBar()->show({.id = u"m"_s, .text = u"secret plans"_s});
        m_window->openCommandPalette();
        QMenu menu(m_window.get());
        menu.addAction(u"secret"_s);
        menu.popup({10, 10});
        QSignalSpy shown(m_window.get(), &MainWindow::pageShown);
        m_window->setLocked(true);
        QTest::qWait(0);
        QVERIFY(!menu.isVisible());
        // Whatever a screen reader can reach, and whatever is drawn.
        QStringList exposed;
        const std::function<void(QAccessibleInterface *)> walk = [&](QAccessibleInterface *node) {
            if (!node)
                return; // but not where it is only invisible: a screen reader walks on there, too
            for (const QAccessible::Text what :
                 {QAccessible::Name, QAccessible::Description, QAccessible::Value})
                exposed.append(node->text(what));
            for (int i = 0; i < node->childCount(); ++i)
                walk(node->child(i));
        };
        walk(QAccessible::queryAccessibleInterface(qApp));
        walk(QAccessible::queryAccessibleInterface(m_window.get()));
        const QString words = exposed.join(u'|');
        QVERIFY(words.contains(u"Unlock by signing in"_s));
        for (const QString &secret : {u"Prod EU"_s, u"gw.example.com"_s, u"Ada"_s, u"secret"_s})
            QVERIFY2(!words.contains(secret), qPrintable(words));
        QVERIFY(!m_window->windowTitle().contains(u"Prod"_s));
        m_window->setConnections({{u"Prod EU"_s, u"gw.example.com"_s, workspace::Stage::Production}},
                                 u"Prod EU"_s); // the sandbox may come up meanwhile
        QVERIFY(!m_window->windowTitle().contains(u"Prod"_s));
        // No key does anything but quit.
        for (const int key : {int(Qt::Key_G), int(Qt::Key_A), int(Qt::Key_Question), int(Qt::Key_Slash)})
            QTest::keyClick(m_window->windowHandle(), Qt::Key(key));
        QTest::keyClick(m_window->windowHandle(), Qt::Key_K, Qt::ControlModifier);
        QVERIFY(!m_window->findChild<CommandPalette *>()->isVisible());
        QCOMPARE(shown.size(), 0);
        QSignalSpy unlock(m_window.get(), &MainWindow::unlockRequested);
        QTest::keyClick(m_window->windowHandle(), Qt::Key_Return); // the button has the focus
        QTest::keyClick(m_window->windowHandle(), Qt::Key_Space);
        QVERIFY(unlock.size() >= 1);
        m_window->setLocked(false);
        QCOMPARE(m_window->windowTitle(), u"Prod EU – Gatehouse"_s);
        QVERIFY(m_approvals->isVisible());
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QTest::keyClick(m_window->windowHandle(), Qt::Key_K, Qt::ControlModifier);
        QVERIFY(m_window->findChild<CommandPalette *>()->isVisible());
    }

    void theBestMatchComesFirst()
    {
        const QList<PaletteEntry> entries{
            {.title = u"basic chart"_s}, {.title = u"support-copilot"_s}, {.title = u"Scopes"_s}};
        QCOMPARE(CommandPalette::ranked(entries, u"sc"_s, 9).constFirst().title, u"Scopes"_s);
        QCOMPARE(CommandPalette::ranked(entries, u"suco"_s, 9).size(), 1);
        QCOMPARE(CommandPalette::ranked(entries, {}, 2).size(), 2);
        QVERIFY(!fuzzyScore(u"xyz"_s, u"support-copilot"_s));
        QVERIFY(fuzzyScore(u"uber"_s, u"Über uns"_s));
    }

private:
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MainWindow> m_window;
    FakePage *m_approvals = nullptr;
    FakePage *m_usage = nullptr;
};

QTEST_MAIN(MainWindowTest)
#include "tst_mainwindow.moc"
