// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/preferences.h"
#include "core/workspace/savedviews.h"

#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::workspace;
using namespace Qt::StringLiterals;

namespace {

SavedViews two()
{
    SavedViews views;
    views.put(
        {.name = u"Mine"_s, .filter = u"tenant:\"a b\""_s, .sort = u"cost-"_s, .columns = "\0\1\xff"_ba});
    views.put({.name = u"Late"_s, .filter = u"overdue:yes"_s});
    views.standard = u"Late"_s;
    return views;
}

} // namespace

class TestSavedViews : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void namesAreKept()
    {
        SavedViews views = two();
        views.put({.name = u"Mine"_s, .filter = u"cost>1"_s});
        QCOMPARE(views.views.size(), 2);
        QCOMPARE(views.find(u"Mine"_s)->filter, u"cost>1"_s);
        QVERIFY(!views.rename(u"Mine"_s, u"Late"_s));
        QVERIFY(!views.rename(u"Mine"_s, QString()));
        QVERIFY(!views.rename(u"Nobody's"_s, u"x"_s));
        QVERIFY(views.rename(u"Late"_s, u"Overdue"_s));
        QCOMPARE(views.standard, u"Overdue"_s);
        views.remove(u"Overdue"_s);
        QVERIFY(views.standard.isEmpty());
        QVERIFY(!views.find(u"Overdue"_s));
    }

    void surviveARestart()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"gatehouse.ini"_s);
        {
            store::Settings settings(path);
            Preferences(settings).setApprovalsViews(two());
        }
        store::Settings settings(path);
        QCOMPARE(Preferences(settings).approvalsViews(), two());
    }

    void whatCannotBeReadIsNoViews()
    {
        QVERIFY(!decodeViews("{}"_ba));
        QVERIFY(!decodeViews("nonsense"_ba));
        QVERIFY(
            !decodeViews(R"({"standard":"","views":[{"name":"","filter":"","sort":"","columns":""}]})"_ba));
        const QTemporaryDir dir;
        store::Settings settings(dir.filePath(u"gatehouse.ini"_s));
        QVERIFY(settings.set(store::Setting::ApprovalsViews, "nonsense"_ba));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"saved views could not be read"_s));
        QCOMPARE(Preferences(settings).approvalsViews(), SavedViews());
    }
};

QTEST_APPLESS_MAIN(TestSavedViews)
#include "tst_savedviews.moc"
