// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/filtercompletion.h"
#include "core/workspace/requestfilter.h"

#include <QRandomGenerator>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::workspace;
using namespace Qt::StringLiterals;
using gateway::SubscriptionState;
using Kind = FilterError::Kind;

namespace {

const QDateTime noon(QDate(2026, 11, 23), QTime(12, 0), Qt::UTC);

QueueRow row()
{
    QueueRow made;
    gateway::Subscription &request = made.request;
    request.id = {u"s1"_s};
    request.state = {SubscriptionState::Pending, u"pending"_s};
    request.applicationName = u"Ärger-bot"_s;
    request.apiName = u"LLM Chat"_s;
    request.apiVersion = u"v5"_s;
    request.plan = u"Team"_s;
    request.scopes = {u"llm:chat"_s, u"llm:embed"_s};
    request.tenantName = u"Customer Support"_s;
    request.requesterName = u"Ben Castellano"_s;
    request.requestedAt = noon.addSecs(-3 * 3600);
    request.dueAt = noon.addSecs(30 * 60);
    request.estimatedMonthlyCost = gateway::Money{120'500'000, u"EUR"_s};
    request.sensitive = true;
    return made;
}

bool matches(const QString &text, const QueueRow &row)
{
    const auto filter = RequestFilter::parse(text);
    return filter && filter->matches(row, {.now = noon, .connection = u"Production EU"_s});
}

} // namespace

class TestRequestFilter : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void conditionsHold_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("holds");
        const auto add = [](const char *text, bool holds) {
            QTest::newRow(text) << QString::fromUtf8(text) << holds;
        };
        add("", true);
        add("any words at all", true); // RowFilter's part
        add("state:pending", true);
        add("state:returned", false);
        add("state:returned|pending", true);
        add("STATE:Pending", true);
        add("-state:pending", false);
        add("tenant:customer", true);
        add("tenant:\"customer supp\"", true);
        add("tenant:fraud|support", true);
        add("tenant:fraud", false);
        add("app:arger", true); // without its mark
        add("api:chat", true);
        add("api:\"chat v5\"", true);
        add("api:\"chat v6\"", false);
        add("scope:llm:embed", true);
        add("scope:fraud", false);
        add("-scope:fraud", true);
        add("requester:ben plan:team", true);
        add("requester:ben plan:solo", false);
        add("connection:production", true);
        add("connection:staging", false);
        add("sensitive:yes", true);
        add("sensitive:no", false);
        add("cost>100", true);
        add("cost>120.5", false);
        add("cost>=120.5", true);
        add("cost<=20", false);
        add("cost=120.5", true);
        add("-cost>100", false);
        add("age>2h", true);
        add("age>3h", false);
        add("age>=3h", true);
        add("age<3h1s", true);
        add("age>1d", false);
        add("due<1h", true);
        add("due<30min", false);
        add("due>29m", true);
        add("overdue:yes", false);
        add("overdue:no", true);
        add("sort:cost- group:tenant", true);
    }
    void conditionsHold()
    {
        QFETCH(const QString, text);
        QVERIFY(RequestFilter::parse(text));
        QTEST(matches(text, row()), "holds");
    }

    void whatIsNotKnownMeetsNoLimit()
    {
        QueueRow bare = row();
        bare.request.estimatedMonthlyCost.reset();
        bare.request.dueAt = {};
        for (const QString &text : {u"cost<=20"_s, u"cost>0"_s, u"due<1h"_s, u"due>1h"_s, u"overdue:yes"_s})
            QVERIFY2(!matches(text, bare), qPrintable(text));
        QVERIFY(matches(u"overdue:no"_s, bare));
        bare.sending = Sending::NotRecorded;
        QVERIFY(matches(u"state:not-recorded"_s, bare));
        bare.request.dueAt = noon.addSecs(-1);
        QVERIFY(matches(u"overdue:yes due<0h"_s, bare));
        bare.request.state = {SubscriptionState::Approved, u"approved"_s}; // in time or not, it was answered
        QVERIFY(!matches(u"overdue:yes"_s, bare));
    }

    void errorsNameTheirPlace_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("position");
        QTest::addColumn<int>("length");
        const auto add = [](const char *text, Kind kind, int position, int length) {
            QTest::newRow(text) << QString::fromUtf8(text) << int(kind) << position << length;
        };
        add("fraud cost>", Kind::NeedsNumber, 6, 5);
        add("cost>much", Kind::NeedsNumber, 0, 9);
        add("cost>-1", Kind::NeedsNumber, 0, 7);
        add("cost>1e3", Kind::NeedsNumber, 0, 8);
        add("cost>nan", Kind::NeedsNumber, 0, 8);
        add("cost>99999999999999999999", Kind::NeedsNumber, 0, 25);
        add("age>2", Kind::NeedsDuration, 0, 5);
        add("age>2hours", Kind::NeedsDuration, 0, 10);
        add("age>", Kind::NeedsDuration, 0, 4);
        add("age:2h", Kind::NeedsComparison, 0, 6);
        add("due:", Kind::NeedsComparison, 0, 4);
        add("tenant:", Kind::NeedsValue, 0, 7);
        add("tenant:a||b", Kind::NeedsValue, 0, 11);
        add("tenant>a", Kind::NeedsColon, 0, 8);
        add("sensitive:maybe", Kind::NeedsYesOrNo, 0, 15);
        add("overdue:", Kind::NeedsYesOrNo, 0, 8);
        add("x state:waitin", Kind::UnknownState, 2, 12);
        add("sort:colour", Kind::UnknownColumn, 0, 11);
        add("sort:", Kind::UnknownColumn, 0, 5);
        add("group:plan", Kind::UnknownGrouping, 0, 10);
        add("sort:cost sort:app", Kind::Twice, 10, 8);
        add("-sort:cost", Kind::NotNegatable, 0, 10);
        add("-group:api", Kind::NotNegatable, 0, 10);
        add("tenatn:x", Kind::UnknownKey, 0, 8);
        add("tenants:x", Kind::UnknownKey, 0, 9);
        add("app:a tenant:\"Fraud An", Kind::UnclosedQuote, 13, 9);
        add("\"\"", Kind::NeedsValue, 0, 2);
    }
    void errorsNameTheirPlace()
    {
        QFETCH(const QString, text);
        const auto filter = RequestFilter::parse(text);
        QVERIFY(!filter);
        QTEST(int(filter.error().kind), "kind");
        QTEST(filter.error().position, "position");
        QTEST(filter.error().length, "length");
    }

    void aSlipOfTheFingerIsNamed()
    {
        QCOMPARE(RequestFilter::parse(u"tenatn:x"_s).error().suggestion, u"tenant"_s);
        QCOMPARE(RequestFilter::parse(u"cots>1"_s).error().suggestion, u"cost"_s);
        // A scope is no slip.
        QCOMPARE(RequestFilter::parse(u"llm:chat fraud:predict"_s)->words(),
                 (QStringList{u"llm:chat"_s, u"fraud:predict"_s}));
    }

    void wordsAreForTheRowFilter()
    {
        const auto filter = RequestFilter::parse(u"ben -\"two words\" tenant:x - \"cost>1\" -bot"_s);
        QVERIFY(filter);
        QCOMPARE(filter->words(), (QStringList{u"ben"_s, u"-"_s, u"cost>1"_s}));
        QCOMPARE(filter->excludedWords(), (QStringList{u"two words"_s, u"bot"_s}));
        QVERIFY(filter->hasConditions());
        QVERIFY(!RequestFilter::parse(u"ben sort:cost"_s)->hasConditions());
    }

    void sortAndGroupAreWishes()
    {
        QCOMPARE(RequestFilter::parse(u"sort:waiting"_s)->sort(), (SortWish{SortColumn::Waiting, true}));
        QCOMPARE(RequestFilter::parse(u"sort:waiting-"_s)->sort(), (SortWish{SortColumn::Waiting, false}));
        QCOMPARE(RequestFilter::parse(u"sort:app"_s)->sort(), (SortWish{SortColumn::App, false}));
        QVERIFY(!RequestFilter::parse(u"a"_s)->sort());
        QCOMPARE(RequestFilter::parse(u"group:tenant"_s)->grouping(), Grouping::Tenant);
        QCOMPARE(RequestFilter::parse(u"group:none"_s)->grouping(), Grouping::None);
        QVERIFY(RequestFilter::parse(u"age>1h"_s)->dependsOnTime());
        QVERIFY(!RequestFilter::parse(u"cost>1"_s)->dependsOnTime());
    }

    void termsGoOneByOne()
    {
        const RequestFilter filter = *RequestFilter::parse(u"ben tenant:a|\"b c\"  sort:cost-"_s);
        QCOMPARE(filter.text(), u"ben tenant:a|\"b c\" sort:cost-"_s);
        QCOMPARE(filter.without(1).text(), u"ben sort:cost-"_s);
        QCOMPARE(filter.withoutKey(FilterKey::Sort).text(), u"ben tenant:a|\"b c\""_s);
    }

    void whatIsWrittenReadsBack()
    {
        const QStringList pieces{u"state:pending"_s,
                                 u"-tenant:\"a \\\" b\\\\\"|c"_s,
                                 u"cost>=12.5"_s,
                                 u"cost=3"_s,
                                 u"age<1h30m"_s,
                                 u"\"cost>1\""_s,
                                 u"-\"-x\""_s,
                                 u"a|b"_s,
                                 u"state:\"on hold\""_s,
                                 u"state:\"frozen\""_s,
                                 u"sort:app-"_s,
                                 u"group:api"_s,
                                 u"ΩΣ"_s,
                                 u"a\"b c\"d"_s,
                                 u"due<2d"_s,
                                 u"\\\"\\\\\""_s};
        QRandomGenerator random(4);
        for (int round = 0; round < 500; ++round) {
            QStringList line;
            for (int i = 0; i < 4; ++i)
                line.append(pieces.at(random.bounded(pieces.size())));
            const auto first = RequestFilter::parse(line.join(u' '));
            if (!first) {
                QVERIFY(first.error().kind == Kind::Twice || first.error().kind == Kind::UnclosedQuote);
                continue;
            }
            const auto again = RequestFilter::parse(first->text());
            QVERIFY2(again, qPrintable(first->text()));
            QCOMPARE(*again, *first);
            QCOMPARE(again->text(), first->text());
        }
    }

    void anyTextIsReadOrRefused()
    {
        const QString letters = u"ac:<>=|\"\\ -1host"_s;
        QRandomGenerator random(7);
        for (int round = 0; round < 5000; ++round) {
            QString text;
            for (int i = random.bounded(14); i > 0; --i)
                text.append(letters.at(random.bounded(letters.size())));
            const auto filter = RequestFilter::parse(text);
            if (filter) {
                const auto again = RequestFilter::parse(filter->text());
                QVERIFY2(again && *again == *filter, qPrintable(text));
            } else {
                QVERIFY(filter.error().position >= 0 && filter.error().length > 0);
                QVERIFY(filter.error().position + filter.error().length <= text.size());
            }
            (void)completionAt(text, int(text.size()), {});
        }
    }

    void completesKeysThenValues_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("candidates");
        QTest::addColumn<QString>("taken"); // the text with the first candidate in its place
        QTest::newRow("a key") << u"ben te"_s << u"tenant:"_s << u"ben tenant:"_s;
        QTest::newRow("keys") << u"s"_s << u"state: scope: sensitive: sort:"_s << u"state:"_s;
        QTest::newRow("a sign of its own") << u"-co"_s << u"connection: cost>"_s << u"-connection:"_s;
        QTest::newRow("values") << u"tenant:"_s << u"\"Customer Support\" Fraud"_s
                                << u"tenant:\"Customer Support\""_s;
        QTest::newRow("in the word") << u"tenant:supp"_s << u"\"Customer Support\""_s
                                     << u"tenant:\"Customer Support\""_s;
        QTest::newRow("in quotes") << u"x tenant:\"customer s"_s << u"\"Customer Support\""_s
                                   << u"x tenant:\"Customer Support\""_s;
        QTest::newRow("the next of several")
            << u"tenant:Fraud|c"_s << u"\"Customer Support\""_s << u"tenant:Fraud|\"Customer Support\""_s;
        QTest::newRow("states") << u"state:re"_s
                                << u"returned rejected revoked recorded expired not-recorded elsewhere"_s
                                << u"state:returned"_s;
        QTest::newRow("nothing more") << u"overdue:yes"_s << QString() << QString();
        QTest::newRow("no key") << u"zebra"_s << QString() << QString();
        QTest::newRow("durations") << u"age>"_s << u"1h 4h 1d 1w"_s << u"age>1h"_s;
    }
    void completesKeysThenValues()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, taken);
        FilterValueCollector collector;
        collector.add(row().request);
        QueueRow other = row();
        other.request.tenantName = u"Fraud"_s;
        collector.add(other.request);
        const FilterCompletion completion = completionAt(text, int(text.size()), collector.values());
        QTEST(completion.candidates.join(u' '), "candidates");
        if (!completion.candidates.isEmpty()) {
            QString changed = text;
            changed.replace(completion.position, completion.length, completion.candidates.constFirst());
            QCOMPARE(changed, taken);
        }
    }
};

QTEST_APPLESS_MAIN(TestRequestFilter)
#include "tst_requestfilter.moc"
