// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/processfacts.h"

#include <QByteArray>
#include <QFile>
#include <QList>

#include <ctime>
#include <unistd.h>

namespace gatehouse::console {
namespace {

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

qint64 millisecondsSinceStart()
{
    // The program's name, in parentheses, may hold blanks; the start time is the 20th field after it.
    const QByteArray stat = contents(QStringLiteral("/proc/self/stat"));
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    if (fields.size() < 20)
        return -1;
    const qint64 startTicks = fields.at(19).toLongLong();
    timespec now{};
    if (clock_gettime(CLOCK_BOOTTIME, &now) != 0)
        return -1;
    const qint64 nowMs = qint64(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
    return nowMs - startTicks * 1000 / sysconf(_SC_CLK_TCK);
}

qint64 proportionalSetKib()
{
    for (const QByteArray &line : contents(QStringLiteral("/proc/self/smaps_rollup")).split('\n')) {
        if (line.startsWith("Pss:"))
            return line.mid(4).trimmed().split(' ').first().toLongLong();
    }
    return -1;
}

} // namespace gatehouse::console
