// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/pages/audit/auditrig.h"
#include "tests/pages/usage/usagerig.h"
#include "ui/pages/approvals/approvalspage.h"
#include "ui/pages/connections/connectionspage.h"
#include "ui/pages/settings/settingspage.h"
#include "ui/pages/signin/signinpage.h"
#include "ui/shell/mainwindow.h"

namespace gatehouse::test {

// The real window with every page, all of them filled.
struct WindowRig : AccountFixture
{
    std::unique_ptr<workspace::ApprovalDesk> theDesk = desk();
    HeldSource source;
    workspace::UsageBoard board{source, *cache, clock, scope};
    workspace::ConnectionBook book{dir.filePath(u"config/connections.json"_s)};
    ui::MainWindow window{theme};
    ui::SignInPage *signIn = new ui::SignInPage;
    ui::ApprovalsPage *approvals = new ui::ApprovalsPage(preferences, clock);
    ui::UsagePage *usage = new ui::UsagePage(preferences, clock);
    HeldEventSource log;
    workspace::AuditTrail trail{*journal, clock, scope, audit::Party{.id = u"me"_s, .name = u"Ada Okafor"_s},
                                workspace::AuditTrail::Log{.session = &session, .source = &log}};
    ui::AuditPage *audit = new ui::AuditPage(clock);
    ui::ConnectionsPage *connections = new ui::ConnectionsPage(book);
    ui::SettingsPage *settings = new ui::SettingsPage;

    WindowRig()
    {
        for (ui::Page *page :
             std::initializer_list<ui::Page *>{signIn, approvals, usage, audit, connections, settings})
            window.addPage(page);
    }
    ~WindowRig()
    {
        approvals->setDesk(nullptr, nullptr);
        usage->setBoard(nullptr, nullptr);
        audit->setTrail(nullptr);
        signIn->setAccount(nullptr, {});
    }

    void open(QSize size)
    {
        tellStory();
        workspace::Connection connection;
        connection.name = u"Sandbox"_s;
        connection.api = QUrl(u"https://gw.example.com"_s);
        connection.issuer = QUrl(u"https://id.example.com"_s);
        connection.clientId = u"gatehouse"_s;
        QVERIFY(book.put(connection));
        signIn->setAccount(&account, connection);
        approvals->setDesk(theDesk.get(), nullptr);
        theDesk->open();
        usage->setBoard(&board, nullptr);
        settings->setFacts({.keyStore = u"in the key store of this computer"_s,
                            .cacheFile = u"/home/ada/.cache/gatehouse/cache.sqlite"_s,
                            .journalFile = u"/home/ada/.local/share/gatehouse/journal.sqlite"_s,
                            .settingsFile = u"/home/ada/.config/gatehouse/gatehouse.ini"_s});
        window.setConnections({{u"Sandbox"_s, u"gw.example.com"_s, workspace::Stage::Sandbox}}, u"Sandbox"_s);
        window.setPerson(u"Ada Okafor"_s, u"Platform admin"_s);
        window.showPage(u"usage"_s);
        show(window, size);
        settleDown(*theDesk);
        QTRY_COMPARE(source.asked.size(), 1);
        source.answer(0, tableOf(source.asked.at(0), teams));
        QTRY_VERIFY(usage->body());
        keepSession();
        audit->setTrail(&trail);
        window.showPage(u"audit"_s);
        QTRY_COMPARE(log.asked.size(), 1);
        log.answer(audit::EventPage{.events = morning(clock.now())});
        window.setBadge(u"approvals"_s, 8);
    }
    void showPage(const QString &id)
    {
        window.showPage(id);
        if (id == "approvals"_L1 || id == "audit"_L1)
            key(Qt::Key_J);
        QCoreApplication::sendPostedEvents();
        QCOMPARE(window.size(), window.size().expandedTo(window.minimumSize()));
    }
    void key(int code, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(window.windowHandle(), Qt::Key(code), modifiers);
    }
};

} // namespace gatehouse::test
