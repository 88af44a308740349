// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/arguments.h"
#include "app/ctl/errortext.h"
#include "app/ctl/exitcode.h"
#include "app/ctl/requestarguments.h"
#include "app/ctl/requestcommands.h"
#include "app/ctl/requesttext.h"
#include "app/ctl/texttable.h"

#include <QSet>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::ctl;
using namespace Qt::StringLiterals;
using workspace::Sending;

namespace {

const QDateTime now(QDate(2026, 11, 23), QTime(13, 47), Qt::UTC);

Result<Arguments> parse(const QString &line)
{
    return Arguments::parse(QStringList{u"gatehousectl"_s} + line.split(u' ', Qt::SkipEmptyParts), now);
}

} // namespace

class TestCtlText : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void everyKindHasItsOwnSentenceAndWhatToDo()
    {
        QSet<QString> sentences;
        for (const Error::Kind kind : allErrorKinds()) {
            const QString text = errorText({.kind = kind});
            QVERIFY2(text.count(u'.') >= 1 && text.size() > 40, qPrintable(name(kind)));
            sentences.insert(text);
        }
        QCOMPARE(sentences.size(), allErrorKinds().size());
    }
    void serverTextIsEscapedAndDetailsAreNotShown()
    {
        const QString text = errorText({.kind = Error::Kind::Forbidden,
                                        .title = u"no\x1b[31m\u202e"_s,
                                        .detail = u"internal"_s,
                                        .requestId = u"r-1"_s});
        QVERIFY(!text.contains(u'\x1b'));
        QVERIFY(!text.contains(u'\u202e'));
        QVERIFY(!text.contains(u"internal"_s));
        QVERIFY(text.contains(u"r-1"_s));
    }
    void codesSayMoreThanTheirKind_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("title");
        QTest::addColumn<QStringList>("pieces");
        const auto row = [](const char *name, Error::Kind kind, const QString &code, const QString &title,
                            const QStringList &pieces) {
            QTest::newRow(name) << int(kind) << code << title << pieces;
        };
        using Kind = Error::Kind;
        const QString uri = u"http://127.0.0.1:18181/callback"_s;
        row("A22_browser", Kind::Timeout, u"browser"_s, uri,
            {uri, u"registered"_s, u"Approve"_s, u"form-action"_s, u"--device"_s});
        row("A7_ports", Kind::Configuration, u"ports"_s, u"18181, 19191"_s,
            {u"18181, 19191"_s, u"--device"_s});
        row("par", Kind::Configuration, u"par"_s, u"https://i"_s, {u"pushed_request"_s});
        row("device", Kind::Configuration, u"device"_s, u"https://i"_s, {u"without --device"_s});
        row("dpop", Kind::Configuration, u"dpop"_s, u"https://i"_s, {u"DPoP"_s});
        row("proxy", Kind::Configuration, u"proxy.authentication"_s, u"gw"_s, {u"proxy on the way to gw"_s});
        row("policy", Kind::Configuration, u"policy"_s, u"/etc/p"_s, {u"/etc/p"_s});
        row("client", Kind::Configuration, u"invalid_client"_s, {}, {u"client id"_s, u"invalid_client"_s});
        row("fast", Kind::SignInRefused, u"idtoken.clock"_s, u"10"_s, {u"clock is 10 minutes fast"_s});
        row("slow", Kind::SignInRefused, u"idtoken.clock"_s, u"-1"_s, {u"clock is 1 minute slow"_s});
        row("late", Kind::SignInRefused, u"expired_token"_s, {}, {u"--device again"_s});
        row("login", Kind::SignInRefused, u"login_required"_s, {}, {u"in the browser"_s});
        row("interaction", Kind::SignInRefused, u"interaction_required"_s, {}, {u"in the browser"_s});
        row("consent", Kind::SignInRefused, u"consent_required"_s, {}, {u"agree in the browser"_s});
        row("target", Kind::SignInRefused, u"invalid_target"_s, {}, {u"resource"_s});
        row("scope", Kind::SignInRefused, u"invalid_scope"_s, {}, {u"--scope"_s});
        row("no words", Kind::SignInRefused, u"invalid_grant"_s, {}, {u"refused: invalid_grant"_s});
        row("words", Kind::SignInRefused, u"invalid_grant"_s, u"too old"_s, {u"(too old)"_s});
        row("roles", Kind::Forbidden, u"roles"_s, u"requests.decide"_s,
            {u"role rules"_s, u"requests.decide"_s, u"Nothing was sent"_s});
        row("pins", Kind::Tls, u"pins"_s, u"gw"_s, {u"certificate of gw"_s, u"key was changed"_s});
    }
    void codesSayMoreThanTheirKind()
    {
        QFETCH(int, kind);
        QFETCH(QString, code);
        QFETCH(QString, title);
        QFETCH(QStringList, pieces);
        const QString text = errorText({.kind = Error::Kind(kind), .code = code, .title = title});
        for (const QString &piece : pieces)
            QVERIFY2(text.contains(piece), qPrintable(text));
    }
    void exitCodesAreAsDocumented_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("code");
        QTest::newRow("unauthorized") << int(Error::Kind::Unauthorized) << 3;
        QTest::newRow("forbidden") << int(Error::Kind::Forbidden) << 4;
        QTest::newRow("invalid") << int(Error::Kind::Invalid) << 4;
        QTest::newRow("offline") << int(Error::Kind::Offline) << 5;
        QTest::newRow("timeout") << int(Error::Kind::Timeout) << 5;
        QTest::newRow("server") << int(Error::Kind::Server) << 5;
        QTest::newRow("conflict") << int(Error::Kind::Conflict) << 6;
        QTest::newRow("storage") << int(Error::Kind::Storage) << 1;
        QTest::newRow("no key store") << int(Error::Kind::NoSecretStore) << 1;
    }
    void exitCodesAreAsDocumented()
    {
        QFETCH(int, kind);
        QFETCH(int, code);
        QCOMPARE(int(exitCodeFor(Error{.kind = Error::Kind(kind)})), code);
    }
    void exitCodesOfDecisions()
    {
        QCOMPARE(exitCodeFor({.sending = Sending::Recorded}), ExitCode::Done);
        QCOMPARE(exitCodeFor({.sending = Sending::DecidedElsewhere}), ExitCode::Conflict);
        QCOMPARE(exitCodeFor({.sending = Sending::NotRecorded}), ExitCode::Conflict); // it changed
        QCOMPARE(
            exitCodeFor({.sending = Sending::NotRecorded, .error = Error{.kind = Error::Kind::Forbidden}}),
            ExitCode::Refused);
        QCOMPARE(exitCodeFor({.sending = Sending::WaitingForNetwork}), ExitCode::Unreachable);
    }
    void alignsByContent()
    {
        TextTable table({u"ID"_s, u"N"_s}, {1});
        table.add({u"long one"_s, u"7"_s});
        table.add({u"東"_s, u"1234"_s});
        table.add({u"a\tb\x1b"_s, {}});
        QCOMPARE(table.text(),
                 u"ID               N\nlong one         7\n東            1234\na\\tb\\u{001b}\n"_s);
    }
    void money()
    {
        QCOMPARE(moneyText({.micros = 12'345'678, .currency = u"EUR"_s}), u"12.35 EUR"_s);
        QCOMPARE(moneyText({.micros = -5'000, .currency = u"EUR"_s}), u"-0.01 EUR"_s);
        QCOMPARE(moneyText({.micros = 4'999, .currency = u"EUR"_s}), u"0.00 EUR"_s);
        QCOMPARE(moneyText({.micros = std::numeric_limits<qint64>::min(), .currency = u"EUR"_s}),
                 u"-9223372036854.78 EUR"_s);
    }

    void aReportHasAPeriod()
    {
        const Result<Arguments> unsaid = parse(u"audit report"_s);
        QVERIFY(unsaid);
        QCOMPARE(unsaid->audit.filter.to, QDateTime(QDate(2026, 11, 24), QTime(0, 0), Qt::UTC));
        QCOMPARE(unsaid->audit.filter.from.daysTo(unsaid->audit.filter.to), 30);
        const Result<Arguments> said = parse(u"audit report --from 2026-11-01 --actor ada"_s);
        QVERIFY(said);
        QCOMPARE(said->audit.filter.from, QDateTime(QDate(2026, 11, 1), QTime(0, 0), Qt::UTC));
        QCOMPARE(said->audit.filter.actor, u"ada"_s);
        // A list is of everything, unless something is asked for.
        QVERIFY(!parse(u"audit list"_s)->audit.filter.from.isValid());
    }
    void understands_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("command"); // -1: usage error
        const auto ok = [](const char *line, Arguments::Command c) {
            QTest::newRow(line) << QString::fromLatin1(line) << int(c);
        };
        const auto bad = [](const char *line) { QTest::newRow(line) << QString::fromLatin1(line) << -1; };
        using Command = Arguments::Command;
        ok("--help", Command::Help);
        ok("--version", Command::Version);
        ok("connect p --api https://a.example --issuer https://i.example --client-id c", Command::Connect);
        ok("connections", Command::Connections);
        ok("signin --no-browser", Command::SignIn);
        ok("--connection p --json whoami", Command::WhoAmI);
        ok("signout", Command::SignOut);
        ok("requests list --json", Command::ListRequests);
        ok("requests show s1", Command::ShowRequest);
        ok("requests approve s1", Command::Decide);
        ok("requests reject s1 --reason wide", Command::Decide);
        ok("requests list --tenant fraud --find llm", Command::ListRequests);
        ok("requests watch", Command::WatchRequests);
        ok("requests approve s1 --expires 2026-12-31 --scopes a,b --plan gold --dry-run", Command::Decide);
        ok("requests ask-back s1 --reason why", Command::Decide);
        ok("requests revoke s1 --reason unused", Command::Decide);
        ok("requests extend s1 --until 2027-01-31", Command::Decide);
        ok("requests resume s1", Command::Decide);
        ok("requests resume --wait 5", Command::SettleRequests);
        ok("requests decide --from-stdin --dry-run", Command::DecideMany);
        bad("requests decide");
        bad("requests decide --from-stdin --wait soon");
        bad("requests extend s1");
        bad("requests extend s1 --until tomorrow");
        bad("requests reject s1 --reason no --plan gold");
        ok("usage --from 2026-11-01 --to 2026-11-02 --by api --measure cost", Command::Usage);
        ok("audit verify", Command::VerifyAudit);
        ok("audit verify trail.jsonl", Command::VerifyAudit);
        ok("audit list --actor ada --action decision", Command::ListAudit);
        ok("audit export --format cef --from 2026-11-01", Command::ExportAudit);
        ok("audit report --from 2026-11-01 --to 2026-11-02", Command::ReportAudit);
        bad("audit export --format xml");
        bad("audit list --from 2026-11-02 --to 2026-11-01");
        bad("audit report --format csv");
        bad("");
        bad("frobnicate");
        bad("requests");
        bad("requests approve");
        bad("requests approve s1 s2");
        bad("requests reject s1");
        bad("requests list --reason x");
        bad("whoami --unknown");
        bad("connect p --api http://a.example --issuer https://i.example --client-id c");
        bad("connect p --api https://a.example --issuer https://i.example --client-id c --ports 70000");
        bad("connect p --api https://a.example --issuer https://i.example --client-id c --stage moon");
        bad("usage --from yesterday");
        bad("usage --from 2026-11-01T08:00:00"); // no zone
        bad("usage --from 2026-11-02 --to 2026-11-01");
        bad("usage --by moon");
        bad("idtoken verify --jwks k --issuer i --client-id c t"); // no nonce, and not said that there is
                                                                   // none
        bad("idtoken verify --jwks k --issuer i --client-id c --nonce n --no-nonce t");
        ok("idtoken verify --jwks k --issuer i --client-id c --nonce n t", Command::VerifyIdToken);
        ok("idtoken verify --jwks k --issuer i --client-id c --no-nonce t", Command::VerifyIdToken);
        bad("jws verify --jwks k --alg RS265 t");
        ok("jws verify --jwks k --alg HS256,none t",
           Command::VerifyJws); // the token is refused, not the line
    }
    void understands()
    {
        QFETCH(QString, line);
        QFETCH(int, command);
        const Result<Arguments> arguments = parse(line);
        QCOMPARE(arguments ? int(arguments->command) : -1, command);
        if (!arguments)
            QVERIFY(!arguments.error().title.isEmpty() || !arguments.error().fields.isEmpty());
    }
    void readsValues()
    {
        const Arguments c =
            parse(u"connect p --api https://a.example --issuer https://i.example --client-id c "
                  "--scope openid --scope gw:read,gw:decide --ports 18181,0"_s)
                .value();
        QCOMPARE(c.toConnect.scopes, (QStringList{u"openid"_s, u"gw:read"_s, u"gw:decide"_s}));
        QCOMPARE(c.toConnect.ports, (QList<quint16>{18181, 0}));
        const QString plain = u"connect p --api https://a.example --issuer https://i.example --client-id c"_s;
        QCOMPARE(parse(plain)->toConnect.ports, (QList<quint16>{18181, 19191, 24242, 28282}));
        QVERIFY(parse(plain)->toConnect.scopes.contains(u"offline_access"_s));
        QVERIFY(!parse(plain + u" --no-offline"_s)->toConnect.scopes.contains(u"offline_access"_s));
        QVERIFY(parse(u"jws verify --jwks k --alg HS256 t"_s)->token.rules.algorithms.isEmpty());
        const Arguments u = parse(u"usage"_s).value();
        QCOMPARE(u.usage.to, QDateTime(QDate(2026, 11, 24), QTime(0, 0), Qt::UTC));
        QCOMPARE(u.usage.from.daysTo(u.usage.to), 30);
        QCOMPARE(u.usage.bucket, analytics::Bucket::Day);
        QCOMPARE(parse(u"usage --from 2026-11-22"_s)->usage.bucket, analytics::Bucket::Hour);
    }
    void readsTermsOfADecision()
    {
        const Arguments a =
            parse(u"requests approve s1 --expires 2026-12-31 --scopes a,b --scopes c --plan gold"_s).value();
        QCOMPARE(a.terms.expiresAt, QDateTime(QDate(2026, 12, 31), QTime(0, 0), Qt::UTC));
        QCOMPARE(a.terms.scopes, (QStringList{u"a"_s, u"b"_s, u"c"_s}));
        QCOMPARE(a.terms.plan, u"gold"_s);
        QCOMPARE(parse(u"requests ask-back s1"_s)->verdict, gateway::Verdict::AskBack);
        QCOMPARE(parse(u"requests suspend s1"_s)->verdict, gateway::Verdict::Suspend);
    }
    void readsDecisionsLineByLine()
    {
        const auto drafts = readDrafts("{\"id\":\"s1\",\"verdict\":\"approve\",\"plan\":\"gold\"}\n\n"
                                       "{\"id\":\"s2\",\"verdict\":\"ask_back\",\"reason\":\"why?\"}\n");
        QCOMPARE(drafts->size(), 2);
        QCOMPARE(drafts->first().terms.plan, u"gold"_s);
        QVERIFY(!drafts->first().terms.scopes);
        QCOMPARE(drafts->last().verdict, gateway::Verdict::AskBack);
        const auto wrong =
            readDrafts("{\"id\":\"s1\",\"verdict\":\"approve\"}\n{\"id\":\"s2\",\"verdict\":\"bless\"}");
        QVERIFY(wrong.error().title.startsWith(u"Line 2"_s));
        QCOMPARE(readDrafts("not json").error().kind, Error::Kind::Invalid);
    }
    void filtersByNameOrId()
    {
        gateway::Subscription request;
        request.id = {u"s1"_s};
        request.tenant = {u"ten_1"_s};
        request.tenantName = u"Fraud Analysts"_s;
        request.apiName = u"Scoring"_s;
        QVERIFY(matches(request, {}));
        QVERIFY(matches(request, {.tenant = u"ten_1"_s}));
        QVERIFY(matches(request, {.tenant = u"fraud"_s, .api = u"scor"_s, .text = u"S1"_s}));
        QVERIFY(!matches(request, {.tenant = u"ten_2"_s}));
        QVERIFY(!matches(request, {.text = u"llm"_s}));
    }
    void previewsInNumbers()
    {
        using workspace::Obstacle;
        const workspace::Preview preview{
            .connection = u"prod"_s,
            .lines = {
                {.draft = {.id = {u"s1"_s}}, .check = {}},
                {.draft = {.id = {u"s2"_s}},
                 .check = {.obstacle = Obstacle::OwnRequest, .why = u"Yours."_s, .isConsoleRule = true}}}};
        const QJsonObject numbers = previewNumbersJson(preview);
        QCOMPARE(numbers.value(u"would_send"_s).toObject().value(u"approve"_s).toInt(), 1);
        QCOMPARE(numbers.value(u"would_not_send"_s).toObject().value(u"own_request"_s).toInt(), 1);
        const QJsonObject own = previewJson(preview.lines.last());
        QCOMPARE(own.value(u"would"_s).toString(), u"own_request"_s);
        QVERIFY(own.value(u"console_rule"_s).toBool());
        QVERIFY(previewText(preview).contains(u"1 would be sent, 1 would not."_s));
    }
    void helpNamesEveryExitCode()
    {
        for (int code = 0; code <= 6; ++code)
            QVERIFY(helpText().contains(u"\n  %1  "_s.arg(code)));
    }
};

QTEST_GUILESS_MAIN(TestCtlText)
#include "tst_ctltext.moc"
