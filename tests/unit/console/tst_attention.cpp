// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/attention.h"
#include "app/console/console.h"
#include "app/console/desktopbrowser.h"
#include "tests/fakes/memorysecretstore.h"
#include "ui/widgets/messagebar.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::StringLiterals;

namespace {

// The console itself, with two connections and nobody signed in.
struct Rig
{
    QTemporaryDir dir;
    ui::Theme theme{*qApp};
    app::Stores stores{store::Places{.config = dir.filePath(u"config"_s),
                                     .data = dir.filePath(u"data"_s),
                                     .cache = dir.filePath(u"cache"_s)},
                       std::make_unique<test::MemorySecretStore>()};
    DesktopBrowser browser; // nobody signs in here
    std::unique_ptr<Console> console;

    Rig()
    {
        for (const QString &name : {u"Production"_s, u"Staging"_s}) {
            workspace::Connection connection;
            connection.name = name;
            connection.api = QUrl(u"https://gw.invalid"_s);
            connection.issuer = QUrl(u"https://id.invalid"_s);
            connection.clientId = u"gatehouse"_s;
            if (!stores.connections().put(connection))
                qFatal("the book takes no connection");
        }
    }
    void start(const QStringList &arguments = {})
    {
        const Result<CommandLine> line = CommandLine::parse(QStringList{u"gatehouse"_s} + arguments);
        QVERIFY(line);
        console = std::make_unique<Console>(*line, theme, stores, browser);
        console->start();
    }
    [[nodiscard]] QString connection() const { return console->link()->connection().name; }
};

} // namespace

class TestAttention : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s)); }

    void aLinkOnTheCommandLineOpensItsConnection()
    {
        Rig rig;
        rig.start({u"gatehouse://Staging/requests/sub_1"_s});
        QTRY_COMPARE(rig.connection(), u"Staging"_s);
    }

    void aSecondStartOpensOrOnlyRaises()
    {
        Rig rig;
        rig.start();
        QCOMPARE(rig.connection(), u"Production"_s);
        rig.console->window().showMinimized();
        rig.console->attention().obey({});
        QVERIFY(!rig.console->window().isMinimized());
        QVERIFY(rig.console->window().isVisible());
        QCOMPARE(rig.connection(), u"Production"_s);
        rig.console->attention().obey(
            {.target = workspace::DeepLink{.connection = u"Staging"_s, .request = {u"sub_1"_s}}});
        QTRY_COMPARE(rig.connection(), u"Staging"_s);
    }

    void anUnknownConnectionOpensNothing()
    {
        Rig rig;
        rig.start({u"gatehouse://Elsewhere/requests/sub_1"_s});
        QVERIFY(rig.console->window().messageBar()->has(u"link"_s));
        QCoreApplication::processEvents();
        QCOMPARE(rig.connection(), u"Production"_s);
        QCOMPARE(rig.stores.connections().connections().size(), 2);
    }

    void whileLockedALinkIsRemembered()
    {
        Rig rig;
        rig.start();
        QTRY_COMPARE(rig.console->link()->account().state(), workspace::Account::State::SignedOut);
        rig.console->attention().setLocked(true);
        rig.console->attention().visit({.connection = u"Staging"_s, .request = {u"sub_1"_s}});
        QCoreApplication::processEvents();
        QCOMPARE(rig.connection(), u"Production"_s);
        rig.console->attention().setLocked(false);
        QTRY_COMPARE(rig.connection(), u"Staging"_s);
    }
};

QTEST_MAIN(TestAttention)
#include "tst_attention.moc"
