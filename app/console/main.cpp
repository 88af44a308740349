// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/attention.h"
#include "app/console/commandline.h"
#include "app/console/console.h"
#include "app/console/desktopbrowser.h"
#include "app/console/measurestart.h"
#include "app/console/secondstart.h"
#include "app/console/selftest.h"
#include "app/console/singleinstance.h"
#include "app/console/tour.h"
#include "app/shared/hardening.h"
#include "core/base/logging.h"

#include <QApplication>
#include <QTextStream>

#include <cstdio>
#ifdef __GLIBC__
#include <malloc.h>
#endif

using namespace Qt::StringLiterals;

namespace {

using gatehouse::console::CommandLine;
using gatehouse::console::Console;
using gatehouse::console::SingleInstance;

int print(FILE *to, const QString &text, int exitCode)
{
    QTextStream(to) << text << '\n';
    return exitCode;
}

int runWindow(QApplication &application, const CommandLine &line, SingleInstance &instance)
{
    gatehouse::ui::Theme theme(application);
    const std::unique_ptr<gatehouse::app::Stores> stores = gatehouse::app::Stores::standard();
    gatehouse::console::DesktopBrowser browser;
    Console console(line, theme, *stores, browser);
    QApplication::setQuitOnLastWindowClosed(false);
    QObject::connect(&application, &QApplication::lastWindowClosed, &console, &Console::quit);
    QObject::connect(&application, &QApplication::lastWindowClosed, &instance, &SingleInstance::retire);
    QObject::connect(
        &instance, &SingleInstance::ordered, &console,
        [&console](const gatehouse::workspace::InstanceOrder &order) { console.attention().obey(order); });
    std::unique_ptr<QObject> guest; // what drives the program instead of a person
    if (line.measureStart)
        guest = std::make_unique<gatehouse::console::MeasureStart>(console);
    else if (!line.tourDirectory.isEmpty())
        guest = std::make_unique<gatehouse::console::Tour>(console, line.tourDirectory, line.tourPart);
    console.start();
    return QApplication::exec();
}

// The window, unless another start of the program has one already.
int runOnce(QApplication &application, const CommandLine &line)
{
    using gatehouse::console::Handed;
    SingleInstance instance(SingleInstance::placeFor(gatehouse::store::Places::standard()));
    if (!line.isForAPerson())
        return runWindow(application, line, instance);
    const gatehouse::Result<bool> isFirst = instance.claim();
    if (!isFirst) // a convenience: without it there may be two windows, which is safe
        qCWarning(gatehouse::log::app) << "other starts will not be noticed:" << isFirst.error().detail;
    else if (!*isFirst) {
        const Handed handed = gatehouse::console::handOver(instance, line);
        if (handed != Handed::BecameFirst)
            return handed == Handed::Done ? 0 : 1;
    }
    return runWindow(application, line, instance);
}

} // namespace

int main(int argc, char **argv)
{
    gatehouse::app::hardenProcess();
#ifdef __GLIBC__
    mallopt(M_ARENA_MAX, 1); // the few threads decode and query; arenas of their own keep what they freed
#endif
    QCoreApplication::setApplicationName(u"gatehouse"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(GATEHOUSE_VERSION));
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    const gatehouse::Result<CommandLine> line = CommandLine::parse(arguments);
    if (!line)
        return print(stderr, line.error().title, 2);
    if (line->mode == CommandLine::Mode::Version)
        return print(stdout, u"gatehouse " GATEHOUSE_VERSION ""_s, 0);
    if (line->mode == CommandLine::Mode::Help)
        return print(stdout, line->helpText, 0);

    gatehouse::installLogSink();
    QApplication application(argc, argv);
    QGuiApplication::setDesktopFileName(u"gatehouse"_s);
    QGuiApplication::setApplicationDisplayName(u"Gatehouse"_s);
    if (line->mode == CommandLine::Mode::SelfTest)
        return gatehouse::console::selfTest(application);
    return runOnce(application, *line);
}
