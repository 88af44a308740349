// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/announcer.h"
#include "tests/pages/pagefixture.h"

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Rig : test::PageFixture
{
    Announcer announcer{clock, preferences};
    QSignalSpy noticed{&announcer, &Announcer::noticed};
    QSignalSpy waiting{&announcer, &Announcer::waitingChanged};
    std::unique_ptr<workspace::ApprovalDesk> theDesk;

    Rig() { tellStory(); }

    void open()
    {
        theDesk = desk();
        announcer.follow(theDesk.get());
        theDesk->open();
        settleDown(*theDesk);
    }
    void refresh()
    {
        theDesk->refresh();
        settleDown(*theDesk);
    }
    void arrive(const QString &id, const QString &application = u"<b>bot</b>"_s)
    {
        gateway::Subscription request = test::storyRequests().first();
        request.id = {id};
        request.applicationName = application;
        request.requestedAt = clock.now();
        gateway.add(request);
    }
    [[nodiscard]] DesktopNotice notice(qsizetype index) const
    {
        return noticed.at(index).first().value<DesktopNotice>();
    }
};

} // namespace

class TestAnnouncer : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnWarnings(); }

    void tellsOfWhatComesAfterTheFirstList()
    {
        Rig rig;
        rig.open();
        QCOMPARE(rig.noticed.size(), 0); // eight requests, none of them news
        QCOMPARE(rig.waiting.last().first().toInt(), 8);
        rig.arrive(u"sub_1"_s);
        rig.refresh();
        QCOMPARE(rig.noticed.size(), 1);
        QCOMPARE(rig.notice(0).title, u"A new request waits for you."_s);
        QCOMPARE(rig.notice(0).text, u"<b>bot</b> asks for Fraud Prediction v3 (Fraud Analysts)."_s);
        QCOMPARE(rig.notice(0).request->value, u"sub_1"_s);
        QCOMPARE(rig.waiting.last().first().toInt(), 9);
        rig.clock.advance(2min);
        rig.refresh();
        QCOMPARE(rig.noticed.size(), 1);
        rig.arrive(u"sub_2"_s);
        rig.arrive(u"sub_3"_s);
        rig.refresh();
        QCOMPARE(rig.noticed.size(), 2);
        QCOMPARE(rig.notice(1).title, u"2 new requests wait for you."_s);
        QVERIFY(!rig.notice(1).request);
    }

    void whatCameSinceTheLastRunIsNew()
    {
        Rig rig;
        rig.open(); // and kept on this computer
        rig.announcer.follow(nullptr);
        QCOMPARE(rig.waiting.last().first().toInt(), 0);
        rig.theDesk.reset();
        rig.arrive(u"sub_1"_s);
        rig.arrive(u"sub_2"_s);
        rig.open();
        QTRY_COMPARE(rig.noticed.size(), 1);
        QCOMPARE(rig.notice(0).title, u"2 new requests wait for you."_s);
    }

    void aListThatComesInPagesIsNotNewsPageByPage()
    {
        Rig rig;
        rig.gateway.pageSize = 3;
        rig.open();
        QCOMPARE(rig.noticed.size(), 0);
        QCOMPARE(rig.waiting.last().first().toInt(), 8);
    }

    void aDateThatPassesIsTold()
    {
        Rig rig;
        rig.open();
        rig.clock.advance(24h); // nothing was read meanwhile
        rig.announcer.look();
        QCOMPARE(rig.noticed.size(), 1);
        QCOMPARE(rig.notice(0).title, u"8 requests are overdue."_s);
    }

    void lockedNobodyIsNamed()
    {
        Rig rig;
        rig.open();
        rig.announcer.setLocked(true);
        rig.arrive(u"sub_1"_s);
        rig.refresh();
        QCOMPARE(rig.noticed.size(), 1);
        QCOMPARE(rig.notice(0).title, u"A new request waits for you."_s);
        QCOMPARE(rig.notice(0).text, u"Unlock Gatehouse to see more."_s);
        QVERIFY(!rig.notice(0).request);
    }

    void obeysThePreferences()
    {
        Rig rig;
        rig.open();
        rig.preferences.setNotices({.isOn = false});
        rig.arrive(u"sub_1"_s);
        rig.refresh();
        rig.preferences.setNotices({.hasQuietHours = true, .quietFrom = 12, .quietTo = 13}); // it is noon
        rig.arrive(u"sub_2"_s);
        rig.refresh();
        QCOMPARE(rig.noticed.size(), 0);
        rig.clock.advance(1h);
        rig.announcer.look();
        QCOMPARE(rig.noticed.size(), 1);
        QCOMPARE(rig.notice(0).request->value, u"sub_2"_s);
    }
};

QTEST_MAIN(TestAnnouncer)
#include "tst_announcer.moc"
