// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/connection.h"

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
