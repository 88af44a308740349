// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/pages/audit/auditrig.h"
#include "ui/models/auditmodel.h"
#include "ui/pages/skeletonrows.h"
#include "ui/widgets/keyvaluelist.h"
#include "ui/widgets/searchfield.h"

#include <QPushButton>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace Qt::StringLiterals;
using audit::EventPage;
using Rig = test::AuditRig;

class AuditPageTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }

    void theConsolesOwnTrailStandsWithoutALog()
    {
        Rig rig(false);
        rig.decide();
        rig.open();
        QTRY_COMPARE(rig.rowCount(), 2); // the third is older than the range
        QCOMPARE(rig.cell(0, AuditModel::What), u"Approved a request"_s);
        QCOMPARE(rig.cell(0, AuditModel::Who), u"Ada Okafor"_s);
        QCOMPARE(rig.cell(0, AuditModel::Target), u"sub_48210"_s);
        QCOMPARE(rig.cell(0, AuditModel::Result), u"recorded"_s);
        QCOMPARE(rig.cell(1, AuditModel::What), u"Rejected a request"_s);
        QCOMPARE(rig.cell(1, AuditModel::Result), u"elsewhere"_s);
        QVERIFY(!rig.logMessage());
        rig.picture(rig.page, u"audit-own"_s);
    }

    void bothStandInOneListByTime()
    {
        Rig rig;
        rig.decide();
        rig.keepSession();
        rig.open();
        QTRY_COMPARE(rig.source.asked.size(), 1); // the kept session is enough
        QCOMPARE(rig.source.asked.at(0).since, rig.clock.now().addDays(-7));
        rig.source.answer(EventPage{.events = test::morning(rig.clock.now())});
        QTRY_COMPARE(rig.rowCount(), 5);
        QStringList order;
        for (int row = 0; row < 5; ++row)
            order.append(rig.cell(row, AuditModel::Source).left(4));
        QCOMPARE(order, (QStringList{u"Syst"_s, u"Cons"_s, u"Syst"_s, u"Cons"_s, u"Syst"_s}));
        QCOMPARE(rig.cell(0, AuditModel::Result), u"denied"_s);
        QCOMPARE(rig.cell(2, AuditModel::Target), u"Ben Castellano and 1 more"_s);
        QCOMPARE(rig.cell(2, AuditModel::Address), u"198.51.100.7"_s);
        // What the log says is another's text: marks that turn it round are shown, markup is words.
        QVERIFY(!rig.cell(0, AuditModel::Who).contains(QChar(0x202E)));
        rig.table()->selectRow(0);
        QStringList facts;
        for (const KeyValueList::Row &row : rig.page.findChild<KeyValueList *>()->rows())
            facts.append(row.value);
        QVERIFY(facts.contains(u"<img src=x onerror=alert(1)>"_s));
        QVERIFY(facts.contains(u"Sign-on policy evaluation resulted in DENY"_s));
        QVERIFY(!rig.logMessage());
        rig.picture(rig.page, u"audit-both"_s);

        rig.page.setSource(u"console"_s);
        QCOMPARE(rig.rowCount(), 2);
        rig.page.setSource(u"log"_s);
        QCOMPARE(rig.rowCount(), 3);
        rig.page.setSource(u"all"_s);
        rig.page.filterField()->setText(u"ben GROUP"_s);
        QCOMPARE(rig.rowCount(), 1);
        rig.page.filterField()->setText(u"nobody"_s);
        QCOMPARE(rig.empty()->title(), u"No event matches"_s);
        QTest::mouseClick(rig.empty()->findChild<QPushButton *>(), Qt::LeftButton);
        QCOMPARE(rig.rowCount(), 5);
    }

    void theLogAsksForASignInOfItsOwn()
    {
        Rig rig;
        rig.decide();
        rig.open();
        QTRY_VERIFY(rig.logMessage());
        QTRY_COMPARE(rig.rowCount(), 2); // without waiting for it
        QVERIFY(rig.logMessage()->message().text.contains(u"a sign-in of its own"_s));
        QVERIFY(rig.source.asked.isEmpty());
        rig.picture(rig.page, u"audit-signin"_s);
        QTest::mouseClick(rig.logMessage()->findChild<QPushButton *>(u"message-action"_s), Qt::LeftButton);
        QTRY_COMPARE(rig.browser.opened.size(), 1);
        QTRY_VERIFY(rig.logMessage()->message().text.contains(u"Your browser"_s));
        QTest::mouseClick(rig.logMessage()->findChild<QPushButton *>(u"message-action"_s), Qt::LeftButton);
        QTRY_VERIFY(rig.logMessage()->message().text.contains(u"a sign-in of its own"_s));
    }

    void aLogThatFailsHoldsNothingUp_data()
    {
        QTest::addColumn<Error>("error");
        QTest::addColumn<QString>("says");
        QTest::newRow("rate limited")
            << Error{.kind = Error::Kind::RateLimited, .retryAfter = std::chrono::seconds(42)}
            << u"slow down"_s;
        QTest::newRow("no right") << Error{.kind = Error::Kind::Forbidden} << u"may not read"_s;
        QTest::newRow("offline") << Error{.kind = Error::Kind::Offline} << u"reached"_s;
        QTest::newRow("session ended") << Error{.kind = Error::Kind::Unauthorized} << u"Sign in"_s;
    }
    void aLogThatFailsHoldsNothingUp()
    {
        QFETCH(Error, error);
        QFETCH(QString, says);
        Rig rig;
        rig.decide();
        rig.keepSession();
        rig.open();
        QTRY_COMPARE(rig.source.asked.size(), 1);
        rig.source.answer(failure(error));
        QTRY_VERIFY(rig.logMessage());
        QCOMPARE(rig.rowCount(), 2);
        const MessageBar::Message &message = rig.logMessage()->message();
        QVERIFY2((message.title + message.text).contains(says, Qt::CaseInsensitive),
                 qPrintable(message.title + u'|' + message.text));
        QCOMPARE(message.wait, error.retryAfter.value_or(std::chrono::seconds(0)));
        rig.picture(rig.page,
                    u"audit-log-"_s + QString::fromUtf8(QTest::currentDataTag()).replace(u' ', u'-'));
    }

    void T14_aLockedLogIsReadAfterASignIn()
    {
        Rig rig;
        rig.keepSession();
        rig.session.lock();
        rig.open();
        QTRY_VERIFY(rig.logMessage());
        QTRY_VERIFY(rig.logMessage()->message().text.contains(u"Sign in to it again"_s));
        QVERIFY(rig.source.asked.isEmpty());
    }

    void nothingSaysWhatWouldBeHere()
    {
        Rig rig(false);
        rig.open();
        QTRY_VERIFY(rig.empty());
        QCOMPARE(rig.empty()->title(), u"Nothing happened in this time"_s);
        QVERIFY(rig.empty()->sentence().contains(u"Okta"_s));
        rig.picture(rig.page, u"audit-empty"_s);
    }

    void aJournalThatCannotBeReadSaysSo()
    {
        Rig rig(false);
        rig.journal.reset();
        QFile file(rig.dir.filePath(u"folder"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        store::Journal broken(
            rig.dir.filePath(u"folder/journal.sqlite"_s)); // below a file there is no folder
        rig.trail = std::make_unique<workspace::AuditTrail>(broken, rig.clock, rig.scope, audit::Party(),
                                                            std::nullopt);
        rig.open();
        QTRY_VERIFY(rig.empty());
        QVERIFY2(rig.empty()->title().contains(u"file"_s), qPrintable(rig.empty()->title()));
        rig.page.setTrail(nullptr);
        rig.trail.reset();
    }
};

QTEST_MAIN(AuditPageTest)
#include "tst_auditpage.moc"
