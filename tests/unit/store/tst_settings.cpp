// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/settings.h"

#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace gatehouse;
using namespace gatehouse::store;
using namespace Qt::StringLiterals;

namespace {

constexpr QFileDevice::Permissions ForOthers = QFileDevice::ReadGroup | QFileDevice::WriteGroup |
                                               QFileDevice::ExeGroup | QFileDevice::ReadOther |
                                               QFileDevice::WriteOther | QFileDevice::ExeOther;

} // namespace

class TestSettings : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void keepsWhatWasSet()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"new/gatehouse.ini"_s);
        {
            Settings settings(path);
            QSignalSpy changed(&settings, &Settings::changed);
            QCOMPARE(settings.value(Setting::Theme).toString(), u"system"_s);
            QVERIFY(settings.set(Setting::Theme, u"dark"_s));
            QVERIFY(settings.set(Setting::WindowGeometry, QByteArray("\0\1\xff", 3)));
            QVERIFY(settings.set(Setting::RailCollapsed, true));
            QCOMPARE(changed.size(), 3);
            QVERIFY(settings.set(Setting::RailCollapsed, true));
            QCOMPARE(changed.size(), 3); // nothing changed
        }
        Settings again(path);
        QCOMPARE(again.value(Setting::Theme).toString(), u"dark"_s);
        QCOMPARE(again.value(Setting::WindowGeometry).toByteArray(), QByteArray("\0\1\xff", 3));
        QCOMPARE(again.value(Setting::RailCollapsed).toBool(), true);
        QVERIFY(!(QFile::permissions(path) & ForOthers));
        QVERIFY(!(QFile::permissions(dir.filePath(u"new"_s)) & ForOthers));
    }

    void readsAnImpossibleValueAsTheDefault_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::newRow("unknown word") << QByteArray("[ui]\ntheme=purple\n[usage]\nrange=1000d\n");
        QTest::newRow("list") << QByteArray("[ui]\ntheme=dark, light\n[usage]\nrange=7d, 30d\n");
        QTest::newRow("variant") << QByteArray("[ui]\ntheme=@Rect(1 2 3 4)\n[usage]\nrange=@Invalid()\n");
        QTest::newRow("not an ini file") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0", 11);
        QTest::newRow("empty") << QByteArray();
    }
    void readsAnImpossibleValueAsTheDefault()
    {
        QFETCH(QByteArray, file);
        QTemporaryDir dir;
        const QString path = dir.filePath(u"gatehouse.ini"_s);
        QVERIFY(writePrivateFile(path, file));
        Settings settings(path);
        QCOMPARE(settings.value(Setting::Theme).toString(), u"system"_s);
        QCOMPARE(settings.value(Setting::UsageRange).toString(), u"30d"_s);
        QCOMPARE(settings.value(Setting::RailCollapsed).metaType(), QMetaType::fromType<bool>());
    }

    void quietHoursAreHoursOfTheDay_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("from");
        QTest::newRow("first") << QByteArray("0") << 0;
        QTest::newRow("last") << QByteArray("23") << 23;
        QTest::newRow("too late") << QByteArray("24") << 19;
        QTest::newRow("negative") << QByteArray("-1") << 19;
        QTest::newRow("a word") << QByteArray("night") << 19;
        QTest::newRow("empty") << QByteArray() << 19;
    }
    void quietHoursAreHoursOfTheDay()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const int, from);
        QTemporaryDir dir;
        const QString path = dir.filePath(u"gatehouse.ini"_s);
        QVERIFY(writePrivateFile(path, "[notices]\nquietFrom=" + text + "\n"));
        const Settings settings(path);
        QCOMPARE(settings.value(Setting::NoticesQuietFrom).toInt(), from);
        QCOMPARE(settings.value(Setting::NoticesQuietTo).toInt(), 7);
    }

    void saysWhenItCannotWriteAndHoldsTheValueForThisRun()
    {
        QTemporaryDir dir;
        QVERIFY(writePrivateFile(dir.filePath(u"a file"_s), "x"));
        Settings settings(
            dir.filePath(u"a file/gatehouse.ini"_s)); // no directory can be made there, not even by root
        const Result<void> result = settings.set(Setting::Theme, u"dark"_s);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, Error::Kind::Storage);
        QCOMPARE(settings.value(Setting::Theme).toString(), u"dark"_s);
    }

    void privateFileIsReplacedWholeAndOnlyForTheOwner()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"f"_s);
        QVERIFY(writePrivateFile(path, "a longer first content"));
        QVERIFY(writePrivateFile(path, "second"));
        QCOMPARE(readFile(path, 100).value(), QByteArray("second"));
        QVERIFY(!(QFile::permissions(path) & ForOthers));
        QCOMPARE(QDir(dir.path()).entryList(QDir::Files | QDir::Hidden).size(), 1); // no left-over
    }

    void privateFileRefusesASymbolicLink()
    {
        QTemporaryDir dir;
        const QString victim = dir.filePath(u"victim"_s), link = dir.filePath(u"link"_s);
        QVERIFY(writePrivateFile(victim, "untouched"));
        QVERIFY(QFile::link(victim, link));
        const Result<void> result = writePrivateFile(link, "attack");
        QVERIFY(!result);
        QCOMPARE(result.error().kind, Error::Kind::Storage);
        QCOMPARE(readFile(victim, 100).value(), QByteArray("untouched"));
    }

    void readFileTellsAbsentFromTooLarge()
    {
        QTemporaryDir dir;
        QCOMPARE(readFile(dir.filePath(u"none"_s), 10).error().kind, Error::Kind::NotFound);
        const QString path = dir.filePath(u"f"_s);
        QVERIFY(writePrivateFile(path, "0123456789A"));
        QCOMPARE(readFile(path, 10).error().kind, Error::Kind::TooLarge);
        QCOMPARE(readFile(path, 11).value().size(), 11);
        QCOMPARE(readFile(dir.path(), 10).error().kind, Error::Kind::Storage); // a directory
    }

    void placesFollowTheXdgVariables()
    {
        const Places places = Places::standard();
        QCOMPARE(places.config, qEnvironmentVariable("XDG_CONFIG_HOME") + u"/gatehouse"_s);
        QCOMPARE(places.data, qEnvironmentVariable("XDG_DATA_HOME") + u"/gatehouse"_s);
        QCOMPARE(places.cache, qEnvironmentVariable("XDG_CACHE_HOME") + u"/gatehouse"_s);
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
