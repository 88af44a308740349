// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/connectionjson.h"
#include "core/workspace/roletext.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::workspace;
using namespace Qt::StringLiterals;

namespace {

Connection good()
{
    Connection c;
    c.name = u"prod"_s;
    c.stage = Stage::Production;
    c.api = QUrl(u"https://gw.example.com/base"_s);
    c.issuer = QUrl(u"https://id.example.com/realm"_s);
    c.clientId = u"gatehouse"_s;
    c.ports = {18181, 0};
    return c;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

} // namespace

class TestConnection : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_dir = std::make_unique<QTemporaryDir>();
        m_path = m_dir->filePath(u"gatehouse/connections.json"_s);
    }

    void checksFields_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("api");
        QTest::addColumn<QString>("clientId");
        QTest::addColumn<QString>("field"); // empty: accepted
        const QString api = u"https://gw.example.com"_s;
        QTest::newRow("good") << u"prod"_s << api << u"c"_s << QString();
        QTest::newRow("64 characters") << QString(64, u'a') << api << u"c"_s << QString();
        QTest::newRow("any script") << u"Zürich 東京"_s << api << u"c"_s << QString();
        QTest::newRow("loopback http") << u"p"_s << u"http://127.0.0.1:8080"_s << u"c"_s << QString();
        QTest::newRow("localhost http") << u"p"_s << u"http://localhost:8080"_s << u"c"_s << QString();
        QTest::newRow("IPv6 loopback") << u"p"_s << u"http://[::1]:8080"_s << u"c"_s << QString();
        QTest::newRow("no name") << u" "_s << api << u"c"_s << u"name"_s;
        QTest::newRow("65 characters") << QString(65, u'a') << api << u"c"_s << u"name"_s;
        QTest::newRow("escape in name") << u"a\x1b[31m"_s << api << u"c"_s << u"name"_s;
        QTest::newRow("space at the end") << u"prod "_s << api << u"c"_s << u"name"_s;
        QTest::newRow("http elsewhere") << u"p"_s << u"http://gw.example.com"_s << u"c"_s << u"api"_s;
        QTest::newRow("looks like loopback")
            << u"p"_s << u"http://127.0.0.1.evil.com"_s << u"c"_s << u"api"_s;
        QTest::newRow("other scheme") << u"p"_s << u"ftp://gw.example.com"_s << u"c"_s << u"api"_s;
        QTest::newRow("no scheme") << u"p"_s << u"gw.example.com"_s << u"c"_s << u"api"_s;
        QTest::newRow("password") << u"p"_s << u"https://a:b@gw.example.com"_s << u"c"_s << u"api"_s;
        QTest::newRow("query") << u"p"_s << u"https://gw.example.com/?a=b"_s << u"c"_s << u"api"_s;
        QTest::newRow("no client id") << u"p"_s << api << QString() << u"client_id"_s;
    }
    void checksFields()
    {
        QFETCH(QString, name);
        QFETCH(QString, api);
        QFETCH(QString, clientId);
        QFETCH(QString, field);
        Connection c = good();
        c.name = name;
        c.api = QUrl(api, QUrl::StrictMode);
        c.clientId = clientId;
        const Result<void> checked = check(c);
        QCOMPARE(checked.has_value(), field.isEmpty());
        if (!checked) {
            QCOMPARE(checked.error().kind, Error::Kind::Invalid);
            QCOMPARE(checked.error().fields.size(), 1);
            QCOMPARE(checked.error().fields.first().path, field);
        }
    }
    void needsOpenidAPortAndWordsForScopes()
    {
        Connection c = good();
        c.scopes = {u"gw:read"_s};
        c.ports.clear();
        const Result<void> checked = check(c);
        QVERIFY(!checked);
        QCOMPARE(checked.error().fields.size(), 2);
        c = good();
        c.scopes = {u"openid"_s, u"two words"_s};
        QVERIFY(!check(c));
    }
    void nothingYetIsAnEmptyBook()
    {
        ConnectionBook book(m_path);
        QVERIFY(book.load().has_value());
        QVERIFY(book.connections().isEmpty());
        QVERIFY(!QFileInfo::exists(m_path));
    }
    void writesPrivatelyAndReadsBack()
    {
        ConnectionBook book(m_path);
        const QSignalSpy changed(&book, &ConnectionBook::changed);
        QVERIFY(book.put(good()).has_value());
        QCOMPARE(changed.size(), 1);
        QCOMPARE(QFileInfo(m_path).permissions() & ~(QFile::ReadUser | QFile::WriteUser),
                 QFile::ReadOwner | QFile::WriteOwner);
        ConnectionBook second(m_path);
        QVERIFY(second.load().has_value());
        QCOMPARE(second.connections().size(), 1);
        QVERIFY(second.find(u"prod"_s) == good());
        QVERIFY(!second.find(u"other"_s));
    }
    // D2: it is compared code point for code point, so no way through a file may put it in order.
    void D2_keepsTheIssuerAsItWasTyped()
    {
        const QString typed = u"https://ID.example.com/%7Ejoe/"_s;
        Connection c = good();
        c.issuer = identity::Issuer(typed);
        ConnectionBook book(m_path);
        QVERIFY(book.put(c).has_value());
        ConnectionBook second(m_path);
        QVERIFY(second.load().has_value());
        QCOMPARE(second.connections(), QList<Connection>{c});
        QCOMPARE(second.connections().first().issuer.toString(), typed);
        QCOMPARE(providerOf(second.connections().first()).issuer.toString(), typed);
        // Two names for one address are two issuers.
        QVERIFY(!(identity::Issuer(typed) == identity::Issuer(u"https://id.example.com/~joe/"_s)));
        QCOMPARE(identity::Issuer(typed).url(), identity::Issuer(u"https://id.example.com/~joe/"_s).url());
    }

    void replacesByNameAndRemoves()
    {
        ConnectionBook book(m_path);
        Connection other = good();
        other.name = u"other"_s;
        QVERIFY(book.put(good()).has_value());
        QVERIFY(book.put(other).has_value());
        Connection changedOne = good();
        changedOne.clientId = u"new"_s;
        QVERIFY(book.put(changedOne).has_value());
        QCOMPARE(book.connections().size(), 2);
        QCOMPARE(book.find(u"prod"_s)->clientId, u"new"_s);
        QVERIFY(book.remove(u"prod"_s).has_value());
        QCOMPARE(book.connections(), QList<Connection>{other});
    }
    void keepsWhatItDoesNotKnow()
    {
        ConnectionBook book(m_path);
        QVERIFY(book.put(good()).has_value());
        QJsonObject root = QJsonDocument::fromJson(contentOf(m_path)).object();
        QJsonArray entries = root.value(u"connections"_s).toArray();
        QJsonObject entry = entries.first().toObject();
        entry.insert(u"colour"_s, u"green"_s);
        entries[0] = entry;
        root.insert(u"connections"_s, entries);
        root.insert(u"later"_s, QJsonArray{1, 2});
        put(m_path, QJsonDocument(root).toJson());

        Connection changedOne = good();
        changedOne.clientId = u"new"_s;
        QVERIFY(book.put(changedOne).has_value());
        const QJsonObject after = QJsonDocument::fromJson(contentOf(m_path)).object();
        QCOMPARE(after.value(u"later"_s).toArray().size(), 2);
        const QJsonObject kept = after.value(u"connections"_s).toArray().first().toObject();
        QCOMPARE(kept.value(u"colour"_s).toString(), u"green"_s);
        QCOMPARE(kept.value(u"client_id"_s).toString(), u"new"_s);
    }
    void leavesADamagedFileAlone_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("not JSON") << QByteArray("{\"connections\": [");
        QTest::newRow("mistyped") << QByteArray("{\"connections\": {}}");
        const QByteArray entry =
            "{'connections':[{'name':'p','stage':'sandbox','api':'API',"
            "'issuer':'https://i.example','client_id':'c','scopes':['openid'],'ports':[PORT]}]}";
        const auto with = [entry](const QByteArray &api, const QByteArray &port) {
            return QByteArray(entry).replace("API", api).replace("PORT", port).replace('\'', '"');
        };
        QTest::newRow("unusable address") << with("http://evil.example", "0");
        QTest::newRow("port out of range") << with("https://a.example", "65536");
    }
    void leavesADamagedFileAlone()
    {
        QFETCH(QByteArray, bytes);
        QVERIFY(QDir().mkpath(QFileInfo(m_path).path()));
        put(m_path, bytes);
        ConnectionBook book(m_path);
        const Result<void> loaded = book.load();
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().kind, Error::Kind::Decode);
        QCOMPARE(loaded.error().title, m_path);
        QVERIFY(!book.put(good()));
        QVERIFY(!book.remove(u"p"_s));
        QCOMPARE(contentOf(m_path), bytes);
    }
    void keepsWhatIsRarelyNeeded()
    {
        Connection c = good();
        c.pushesRequest = true;
        c.allowsDeviceGrant = true;
        c.resource = u"urn:gw"_s;
        c.trustedAudiences = {u"other"_s};
        c.skew = std::chrono::seconds(120);
        c.roles = {{u"groups"_s, u"gw-approvers"_s, {u"requests.decide"_s}}};
        c.caFile = m_dir->filePath(u"ca.pem"_s);
        put(c.caFile, "x");
        c.pins = {QByteArray(32, 'k').toBase64()};
        c.proxy = u"http://proxy.example:8080"_s;
        ConnectionBook book(m_path);
        QVERIFY(book.put(c));
        ConnectionBook again(m_path);
        QVERIFY(again.load());
        QCOMPARE(again.connections(), QList<Connection>{c});
        // And an edit can take it away.
        QVERIFY(again.put(good()));
        QCOMPARE(again.connections(), QList<Connection>{good()});
    }
    void checksWhatIsRarelyNeeded_data()
    {
        QTest::addColumn<Connection>("connection");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *name, const QString &field, const auto &spoil) {
            Connection c = good();
            spoil(c);
            QTest::newRow(name) << c << field;
        };
        row("skew", u"clock_skew"_s, [](Connection &c) { c.skew = std::chrono::seconds(301); });
        row("role without a right", u"roles"_s, [](Connection &c) { c.roles = {{u"groups"_s, u"x"_s, {}}}; });
        row("no such file", u"ca_file"_s, [](Connection &c) { c.caFile = u"/nowhere/ca.pem"_s; });
        row("pin no hash", u"pins"_s, [](Connection &c) { c.pins = {"AAAA"}; });
        for (const QString &proxy :
             {u"ftp://p:1"_s, u"http://p"_s, u"http://u:p@p:1"_s, u"http://p:1/x"_s, u"on"_s})
            row(qPrintable(proxy), u"proxy"_s, [&](Connection &c) { c.proxy = proxy; });
    }
    void checksWhatIsRarelyNeeded()
    {
        QFETCH(Connection, connection);
        QFETCH(QString, field);
        const Result<void> checked = check(connection);
        QVERIFY(!checked);
        QCOMPARE(checked.error().fields.first().path, field);
    }
    void goesToSomebodyElseAndComesBack()
    {
        Connection c = good();
        c.roles = {{u"groups"_s, u"gw-approvers"_s, {u"requests.decide"_s}}};
        Connection local = c;
        local.caFile = m_dir->filePath(u"ca.pem"_s); // of this computer: stays here
        QVERIFY(!exported(local).contains("ca.pem"));
        const Result<Connection> back = imported(exported(local));
        QVERIFY(back);
        QCOMPARE(*back, c);
    }
    void aStrangersFileIsHeldToItsForm_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray sound = exported(good());
        const auto with = [sound](const QByteArray &from, const QByteArray &to) {
            return QByteArray(sound).replace(from, to);
        };
        QTest::newRow("no JSON") << QByteArray("hello");
        QTest::newRow("of another kind")
            << with("\"gatehouse_connection\": 1", "\"gatehouse_connection\": 2");
        QTest::newRow("names a file here")
            << with("\"resource\"", "\"ca_file\": \"/etc/passwd\", \"resource\"");
        QTest::newRow("names a command") << with("\"resource\"", "\"browser\": \"rm\", \"resource\"");
        QTest::newRow("plain http") << with("https://gw", "http://gw");
        QTest::newRow("too long") << sound + QByteArray(70 * 1024, ' ');
    }
    void aStrangersFileIsHeldToItsForm()
    {
        QFETCH(QByteArray, bytes);
        QVERIFY(bytes != exported(good()));
        QVERIFY(!imported(bytes));
    }
    void policyFixesConnections()
    {
        store::ManagedPolicy policy;
        policy.connections = {membersOf(good())};
        ConnectionBook mine(m_path);
        Connection other = good();
        other.name = u"mine"_s;
        QVERIFY(mine.put(other));
        Connection same = good(); // of the same name: the policy's wins
        same.api = QUrl(u"https://elsewhere.example"_s);
        QVERIFY(mine.put(same));

        ConnectionBook book(m_path);
        QVERIFY(book.setPolicy(policy));
        QCOMPARE(book.connections().size(), 2);
        QVERIFY(book.connections().first().isManaged);
        QCOMPARE(book.connections().first().api, good().api);
        QVERIFY(!book.find(u"mine"_s)->isManaged);
        QCOMPARE(book.put(same).error().code, u"managed"_s);
        QCOMPARE(book.remove(u"prod"_s).error().code, u"managed"_s);
        QVERIFY(book.remove(u"mine"_s));
    }
    void policyForbidsOthers()
    {
        ConnectionBook mine(m_path);
        QVERIFY(mine.put(good()));
        store::ManagedPolicy policy;
        policy.allowsOtherConnections = false;
        QVERIFY(mine.setPolicy(policy));
        QVERIFY(mine.connections().isEmpty());
        QCOMPARE(mine.put(good()).error().code, u"managed"_s);
    }
    void policyForbidsTheDeviceGrant()
    {
        ConnectionBook book(m_path);
        Connection c = good();
        c.allowsDeviceGrant = true;
        QVERIFY(book.put(c));
        store::ManagedPolicy policy;
        policy.allowsDeviceGrant = false;
        QVERIFY(book.setPolicy(policy));
        QVERIFY(!book.connections().first().allowsDeviceGrant);
    }
    void policyForbidsSettingsOfOnesOwn_data()
    {
        QTest::addColumn<QByteArray>("policy");
        QTest::addColumn<Connection>("wish");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *word, const QString &field, const auto &set) {
            Connection wish = good();
            set(wish);
            QTest::newRow(word) << QByteArray("{\"") + word + "\": false}" << wish << field;
        };
        row("allow_own_authorities", u"ca_file"_s, [](Connection &c) { c.caFile = u"/etc/passwd"_s; });
        row("allow_proxy", u"proxy"_s, [](Connection &c) { c.proxy = u"none"_s; });
        row("allow_pins", u"pins"_s, [](Connection &c) { c.pins = {QByteArray(32, 'k').toBase64()}; });
        row("allow_device_grant", u"device_grant"_s, [](Connection &c) { c.allowsDeviceGrant = true; });
        row("allow_system_log", u"system_log"_s, [](Connection &c) {
            c.ports = {18181};
            c.systemLog = QUrl(u"https://example.okta.com"_s);
            c.systemLogClientId = u"0oa"_s;
        });
    }
    void policyForbidsSettingsOfOnesOwn()
    {
        QFETCH(QByteArray, policy);
        QFETCH(Connection, wish);
        QFETCH(QString, field);
        const QString file = m_dir->filePath(u"policy.json"_s);
        put(file, policy);
        const auto read = store::ManagedPolicy::read(file);
        QVERIFY(read);
        ConnectionBook before(m_path);
        QVERIFY(before.put(wish));
        ConnectionBook book(m_path);
        QVERIFY(book.setPolicy(read));
        const Connection narrowed = book.connections().first();
        QCOMPARE(narrowed == wish,
                 field == "pins"_L1); // pins only refuse: those that are there stay in force
        QVERIFY(book.put(narrowed));  // what is allowed of it can still be edited
        if (field == "pins"_L1)
            wish.pins.append(QByteArray(32, 'm').toBase64());
        const Result<void> kept = book.put(wish);
        QVERIFY(!kept);
        QCOMPARE(kept.error().code, u"managed"_s);
        QCOMPARE(kept.error().fields.first().path, field);
    }
    void onlyAFileThatIsNotThereIsNoPolicy_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("a dangling link") << u"dangling.json"_s;
        QTest::newRow("in a folder that is a dangling link") << u"folder/policy.json"_s;
        QTest::newRow("in a folder that is a loop") << u"loop/policy.json"_s;
        QTest::newRow("in a folder that is a file") << u"file/policy.json"_s;
        QTest::newRow("a name that cannot be looked up") << QString(300, u'x');
        QTest::newRow("a folder") << QString();
    }
    void onlyAFileThatIsNotThereIsNoPolicy()
    {
        QFETCH(QString, name);
        const QString dir = m_dir->path();
        QVERIFY(QFile::link(dir + u"/nowhere"_s, dir + u"/dangling.json"_s));
        QVERIFY(QFile::link(dir + u"/nowhere"_s, dir + u"/folder"_s));
        QVERIFY(QFile::link(dir + u"/loop"_s, dir + u"/loop"_s));
        put(dir + u"/file"_s, "x");
        const auto policy = store::ManagedPolicy::read(dir + u'/' + name);
        QVERIFY(!policy);
        QCOMPARE(policy.error().kind, Error::Kind::Configuration);
        QCOMPARE(policy.error().code, u"policy"_s);
    }
    void aRolesClaimMayBeAPathOrAnAddress()
    {
        for (const QString &text : {u"realm_access.roles=gw-approvers: requests.decide requests.read"_s,
                                    u"https://gw.example/claims=a=b: audit.read"_s}) {
            const auto roles = readRoles(text);
            QVERIFY(roles);
            QCOMPARE(textOf(*roles), text);
        }
        QCOMPARE(readRoles(u"resource_access.gw.roles=x: a b"_s)->first().claim,
                 u"resource_access.gw.roles"_s);
    }
    void A7_fourFixedPortsUnlessSaidOtherwise()
    {
        QCOMPARE(Connection{}.ports, (QList<quint16>{18181, 19191, 24242, 28282}));
    }
    void A19_aRefreshTokenIsAskedForOnlyToStay()
    {
        Connection c = good();
        c.ports = {18181};
        c.systemLog = QUrl(u"https://example.okta.com"_s);
        c.systemLogClientId = u"0oa"_s;
        c.scopes = withStaying({u"openid"_s}, true);
        QCOMPARE(c.scopes, (QStringList{u"openid"_s, u"offline_access"_s}));
        QCOMPARE(withStaying(c.scopes, true), c.scopes);
        QVERIFY(logProviderOf(c)->scopes.contains(u"offline_access"_s));
        c.scopes = withStaying(c.scopes, false);
        QCOMPARE(c.scopes, QStringList{u"openid"_s});
        QVERIFY(!providerOf(c).scopes.contains(u"offline_access"_s));
        QVERIFY(!logProviderOf(c)->scopes.contains(u"offline_access"_s));
    }
    void aPolicyThatIsNotUnderstoodOpensNothing_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("damaged") << QByteArray("{");
        QTest::newRow("a word of another version") << QByteArray("{\"allow_everything\": false}");
        QTest::newRow("a connection that cannot be used")
            << QByteArray("{\"connections\": [{\"name\": \"x\"}]}");
        QTest::newRow("no list") << QByteArray("{\"connections\": {}}");
        QTest::newRow("T14: no limit at all") << QByteArray("{\"session_limit_minutes\": 0}");
        QTest::newRow("no number") << QByteArray("{\"idle_lock_minutes\": 0}");
    }
    void aPolicyThatIsNotUnderstoodOpensNothing()
    {
        QFETCH(QByteArray, bytes);
        ConnectionBook book(m_path);
        QVERIFY(book.put(good()));
        const QString path = m_dir->filePath(u"policy.json"_s);
        put(path, bytes);
        const Result<void> set = book.setPolicy(store::ManagedPolicy::read(path));
        QVERIFY(!set);
        QCOMPARE(set.error().kind, Error::Kind::Configuration);
        QVERIFY(book.connections().isEmpty());
        QVERIFY(!book.load());
        QVERIFY(!book.put(good()));
    }
    void withoutAPolicyEverythingIsAllowed()
    {
        const auto policy = store::ManagedPolicy::read(m_dir->filePath(u"none.json"_s));
        QVERIFY(policy);
        QVERIFY(policy->allowsOtherConnections && policy->allowsImport && policy->allowsDeviceGrant &&
                !policy->idleLock);
    }
    void refusesAnUnusableConnection()
    {
        ConnectionBook book(m_path);
        Connection c = good();
        c.name.clear();
        QCOMPARE(book.put(c).error().kind, Error::Kind::Invalid);
        QVERIFY(!QFileInfo::exists(m_path));
    }

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_path;
};

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
