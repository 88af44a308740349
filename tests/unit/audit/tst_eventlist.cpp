// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/eventlist.h"

#include <QTest>

using namespace gatehouse::audit;
using namespace Qt::StringLiterals;

namespace {

Event at(const QString &id, qint64 second)
{
    Event event;
    event.id = id;
    event.time = QDateTime::fromSecsSinceEpoch(second, Qt::UTC);
    return event;
}

QStringList ids(const EventList &list)
{
    QStringList found;
    for (const Event &event : list.events())
        found.append(event.id);
    return found;
}

} // namespace

class TestEventList : public QObject
{
    Q_OBJECT
private slots:
    void newestFirstHoweverTheyCame()
    {
        EventList list;
        QCOMPARE(list.add({at(u"b"_s, 2), at(u"d"_s, 4)}), 2);
        QCOMPARE(list.add({at(u"c"_s, 3), at(u"a"_s, 1)}), 2);
        QCOMPARE(ids(list), (QStringList{u"d"_s, u"c"_s, u"b"_s, u"a"_s}));
    }
    void eachOnce()
    {
        EventList list;
        QCOMPARE(list.add({at(u"a"_s, 1), at(u"a"_s, 1)}), 1);
        QCOMPARE(list.add({at(u"a"_s, 1), at(u"b"_s, 2)}), 1);
        QCOMPARE(ids(list), (QStringList{u"b"_s, u"a"_s}));
    }
    void theOldestAreForgotten()
    {
        EventList list(2);
        list.add({at(u"a"_s, 1), at(u"b"_s, 2), at(u"c"_s, 3)});
        QCOMPARE(ids(list), (QStringList{u"c"_s, u"b"_s}));
    }
};

QTEST_GUILESS_MAIN(TestEventList)
#include "tst_eventlist.moc"
