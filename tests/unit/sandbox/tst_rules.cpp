// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/rules.h"
#include "app/sandbox/times.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::sandbox;

namespace {

const QDateTime Now(QDate(2026, 11, 23), QTime(13, 47), Qt::UTC);

SubscriptionRow rowIn(const QString &state)
{
    SubscriptionRow row;
    row.id = u"sub_1"_s;
    row.state = state;
    row.requester = u"priya.nair"_s;
    row.scopes = {u"a:read"_s, u"a:write"_s};
    row.plans = R"([{"name":"Trial"},{"name":"Team"}])";
    return row;
}

Caller callerOf(const QString &subject)
{
    return {.person = *findPerson(subject), .scopes = {u"gw:read"_s, u"gw:decide"_s}, .acr = {}};
}

QJsonObject said(const QString &verdict, const QString &subject)
{
    return {{u"verdict"_s, verdict}, {u"by"_s, QJsonObject{{u"subject"_s, subject}}}};
}

QString wordOf(const Answer &answer)
{
    return QJsonDocument::fromJson(answer.body).object()[u"type"_s].toString().section(u'/', -1);
}

} // namespace

class TestRules : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    // Each verdict from each state: 0, or the word of the 409.
    void aVerdictGoesWithItsStates_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<QStringList>("words"); // in the order of verdicts()
        const QString done = u"already-decided"_s;
        const QString no = u"not-possible"_s;
        const QString gone = u"withdrawn"_s;
        const auto row = [](const QString &state, const QStringList &words) {
            QTest::newRow(qPrintable(state)) << state << words;
        };
        QCOMPARE(verdicts().join(u' '), u"approve reject ask_back revoke extend suspend resume"_s);
        row(u"pending"_s, {{}, {}, {}, no, no, no, no});
        row(u"returned"_s, {{}, {}, no, no, no, no, no});
        row(u"approved"_s, {done, done, done, {}, {}, {}, no});
        row(u"suspended"_s, {done, done, done, {}, no, no, {}});
        row(u"expired"_s, {done, done, done, no, {}, no, no});
        row(u"rejected"_s, {done, done, done, done, done, done, done});
        row(u"revoked"_s, {done, done, done, done, done, done, done});
        row(u"withdrawn"_s, {gone, gone, gone, gone, gone, gone, gone});
    }
    void aVerdictGoesWithItsStates()
    {
        QFETCH(QString, state);
        QFETCH(QStringList, words);
        for (qsizetype i = 0; i < verdicts().size(); ++i) {
            const std::optional<Answer> answer = wrongState(rowIn(state), verdicts().at(i));
            QCOMPARE(answer ? wordOf(*answer) : QString(), words.at(i));
            QCOMPARE(possibleIn(state).contains(verdicts().at(i)), !answer);
        }
    }

    void onlyApprovalsSinceTheQuestionCount()
    {
        const QJsonObject first = said(u"approve"_s, u"noor.haddad"_s);
        const QJsonObject question = said(u"ask_back"_s, u"ada.okafor"_s);
        const QJsonObject second = said(u"approve"_s, u"ada.okafor"_s);
        QCOMPARE(approvalsOf({first}), QJsonArray{first});
        QCOMPARE(approvalsOf({first, question}), QJsonArray());
        QCOMPARE(approvalsOf({first, question, second}), QJsonArray{second});
    }

    void whoMayNotIsToldWhy_data()
    {
        QTest::addColumn<QString>("subject");
        QTest::addColumn<QString>("verdict");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("word");
        const QString ada = u"ada.okafor"_s, noor = u"noor.haddad"_s, mikael = u"mikael.lindqvist"_s;
        QTest::newRow("another") << mikael << u"approve"_s << u"pending"_s << QString();
        QTest::newRow("an auditor") << u"ines.moreau"_s << u"approve"_s << u"pending"_s << u"forbidden"_s;
        for (const QString &verdict : {u"approve"_s, u"reject"_s, u"ask_back"_s, QString()}) {
            QTest::addRow("own, %s", qPrintable(verdict))
                << ada << verdict << u"pending"_s << u"own-request"_s;
            QTest::addRow("twice, %s", qPrintable(verdict))
                << noor << verdict << u"pending"_s << u"already-given"_s;
        }
        QTest::newRow("own, returned") << ada << u"approve"_s << u"returned"_s << u"own-request"_s;
        QTest::newRow("own right") << ada << u"revoke"_s << u"approved"_s << QString();
        QTest::newRow("approved it, revokes it") << noor << u"revoke"_s << u"approved"_s << QString();
        QTest::newRow("over") << mikael << QString() << u"revoked"_s << u"already-decided"_s;
    }
    void whoMayNotIsToldWhy()
    {
        QFETCH(QString, subject);
        QFETCH(QString, verdict);
        QFETCH(QString, state);
        QFETCH(QString, word);
        SubscriptionRow row = rowIn(state);
        row.requester = u"ada.okafor"_s;
        const QJsonArray given{said(u"approve"_s, u"noor.haddad"_s)};
        const std::optional<Refusal> why = refusal(row, given, callerOf(subject), verdict);
        QCOMPARE(why ? why->word : QString(), word);
        QCOMPARE(!why || why->sentence.endsWith(u'.'), true);
    }

    void theTenantAddsReasons()
    {
        const QStringList possible = possibleIn(u"pending"_s);
        QCOMPARE(reasonsRequired(possible, {}), (QStringList{u"reject"_s, u"ask_back"_s}));
        QCOMPARE(reasonsRequired(possible, {u"approve"_s, u"extend"_s}), possible);
        QCOMPARE(reasonsRequired(possibleIn(u"approved"_s), {}), (QStringList{u"revoke"_s, u"suspend"_s}));
    }

    void anOrderIsReadWhole()
    {
        const QJsonObject body{{u"verdict"_s, u"approve"_s},
                               {u"reason"_s, u"  fits \n"_s},
                               {u"expires_at"_s, u"2026-12-01T00:00:00+01:00"_s},
                               {u"scopes"_s, QJsonArray{u"a:write"_s, u"a:write"_s}},
                               {u"plan"_s, u"Team"_s}};
        const auto read = readOrder(body, rowIn(u"pending"_s), Now);
        const Order *order = std::get_if<Order>(&read);
        QVERIFY(order);
        QCOMPARE(order->reason, u"fits"_s);
        QCOMPARE(timeText(*order->expiresAt), u"2026-11-30T23:00:00.000Z"_s);
        QCOMPARE(*order->scopes, QStringList{u"a:write"_s});
        QCOMPARE(order->plan, u"Team"_s);
    }

    void anExtensionEndsLaterThanTheOneBefore_data()
    {
        QTest::addColumn<QString>("until");
        QTest::addColumn<QString>("word");
        QTest::newRow("later") << u"2026-12-02T00:00:00.001Z"_s << QString();
        QTest::newRow("the same") << u"2026-12-02T00:00:00.000Z"_s << u"expiry-not-later"_s;
        QTest::newRow("earlier") << u"2026-12-01T00:00:00Z"_s << u"expiry-not-later"_s;
        QTest::newRow("now") << timeText(Now.toMSecsSinceEpoch()) << u"expiry-passed"_s;
    }
    void anExtensionEndsLaterThanTheOneBefore()
    {
        QFETCH(QString, until);
        QFETCH(QString, word);
        SubscriptionRow row = rowIn(u"approved"_s);
        row.expiresAt = *timeOf(u"2026-12-02T00:00:00Z"_s);
        const QJsonObject body{{u"verdict"_s, u"extend"_s}, {u"expires_at"_s, until}};
        const auto read = readOrder(body, row, Now);
        QCOMPARE(std::holds_alternative<Answer>(read) ? wordOf(std::get<Answer>(read)) : QString(), word);
        row.expiresAt.reset();
        QCOMPARE(std::holds_alternative<Order>(readOrder(body, row, Now)), word != u"expiry-passed"_s);
    }
};

QTEST_GUILESS_MAIN(TestRules)
#include "tst_rules.moc"
