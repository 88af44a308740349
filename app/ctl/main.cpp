// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/interrupt.h"
#include "app/ctl/program.h"
#include "app/ctl/terminalbrowser.h"
#include "app/ctl/texttable.h"
#include "app/ctl/verifycommands.h"
#include "app/shared/hardening.h"
#include "core/base/logging.h"

#include <QCoreApplication>

using namespace gatehouse;
using namespace Qt::StringLiterals;

namespace {

int run(const ctl::Arguments &arguments)
{
    const SystemClock clock;
    const ctl::Output output(arguments.isJson);
    ctl::TerminalBrowser browser(output, arguments.opensBrowser);
    const std::unique_ptr<app::Stores> stores = app::Stores::standard();
    ctl::Program program(arguments, *stores, browser, clock, output);
    const auto end = [](ctl::ExitCode code) { QCoreApplication::exit(static_cast<int>(code)); };
    QObject::connect(&program, &ctl::Program::finished, qApp, end, Qt::QueuedConnection);
    ctl::Interrupt interrupt;
    QObject::connect(&interrupt, &ctl::Interrupt::raised, qApp, [&] {
        if (program.stop()) {
            output.note(u"Stopping: what has not left yet is taken back."_s);
            return;
        }
        const bool decides = arguments.command == ctl::Arguments::Command::Decide ||
                             arguments.command == ctl::Arguments::Command::DecideMany;
        output.note(decides
                        ? u"Stopped. If the decision had left, the next command asks the gateway about it."_s
                        : u"Stopped."_s);
        end(ctl::ExitCode::Other);
    });
    QMetaObject::invokeMethod(&program, &ctl::Program::start, Qt::QueuedConnection);
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    app::hardenProcess();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"gatehousectl"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(GATEHOUSE_VERSION));
    // A terminal is for answers; QT_LOGGING_RULES brings the rest back.
    QLoggingCategory::setFilterRules(u"gatehouse.*.debug=false"_s);
    installLogSink();

    const Result<ctl::Arguments> arguments =
        ctl::Arguments::parse(QCoreApplication::arguments(), SystemClock().now());
    const ctl::Output output(false);
    if (!arguments) {
        output.note(ctl::escaped(arguments.error().title));
        for (const Error::Field &field : arguments.error().fields)
            output.note(u"  %1: %2"_s.arg(ctl::escaped(field.path), ctl::escaped(field.message)));
        output.note(u"See: gatehousectl --help"_s);
        return static_cast<int>(ctl::ExitCode::Usage);
    }
    if (arguments->command == ctl::Arguments::Command::Help) {
        output.text(ctl::helpText());
        return 0;
    }
    if (arguments->command == ctl::Arguments::Command::Version) {
        output.text(QStringLiteral("gatehousectl " GATEHOUSE_VERSION "\n"));
        return 0;
    }
    if (arguments->command == ctl::Arguments::Command::VerifyJws ||
        arguments->command == ctl::Arguments::Command::VerifyIdToken)
        return static_cast<int>(ctl::verifyToken(*arguments, SystemClock(), ctl::Output(arguments->isJson)));
    return run(*arguments);
}
