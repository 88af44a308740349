// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/secondstart.h"

#include "app/console/desktopnotifier.h"

#include <QCoreApplication>
#include <QTextStream>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace gatehouse::console {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(SecondStart)
};

constexpr std::chrono::milliseconds untilTheDesktopKnows = 500ms;

void say(const QString &sentence)
{
    QTextStream(stderr) << sentence << '\n';
}

} // namespace

Handed handOver(SingleInstance &first, const CommandLine &line)
{
    QObject ends; // the connections
    DesktopNotifier notifier;
    Handed handed = Handed::NoAnswer;
    const auto end = [&handed](Handed how) {
        handed = how;
        QCoreApplication::quit();
    };
    QObject::connect(&first, &SingleInstance::handedOver, &ends, [&end] { end(Handed::Done); });
    QObject::connect(&first, &SingleInstance::becameFirst, &ends, [&end] { end(Handed::BecameFirst); });
    QObject::connect(&first, &SingleInstance::failed, &ends, [&notifier, &ends, &end] {
        say(u"Gatehouse is running already, but does not answer. End that process, then start again."_s);
        // Whoever clicked on an icon does not see standard error.
        notifier.show({.title = Words::tr("Gatehouse does not answer."),
                       .text = Words::tr("It is running already. End that process, then start it again.")});
        QTimer::singleShot(untilTheDesktopKnows, &ends, [&end] { end(Handed::NoAnswer); });
    });
    if (line.sandbox || !line.connection.isEmpty())
        say(u"Gatehouse is running already: its window comes to the front as it is."_s);
    first.handOver({.target = line.link});
    QCoreApplication::exec();
    return handed;
}

} // namespace gatehouse::console
