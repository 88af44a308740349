// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/options.h"
#include "app/sandbox/server.h"
#include "app/sandbox/story.h"
#include "app/sandbox/traffic.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QSocketNotifier>

#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::sandbox;

namespace {

int quitPipe[2];

// SIGTERM and SIGINT end the event loop, so that the database is closed in order.
void quitOnSignals(QCoreApplication &application)
{
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, quitPipe) != 0)
        return;
    auto *notifier = new QSocketNotifier(quitPipe[1], QSocketNotifier::Read, &application);
    QObject::connect(notifier, &QSocketNotifier::activated, &application, &QCoreApplication::quit);
    for (const int signal : {SIGTERM, SIGINT})
        std::signal(signal, [](int) {
            const char byte = 1;
            (void)!write(quitPipe[0], &byte, 1);
        });
}

int complain(const QString &sentence, int code)
{
    fprintf(stderr, "%s\n", qPrintable(sentence));
    return code;
}

void fill(Database &database, const Options &options)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    (void)database.begin();
    if (database.isNew()) {
        database.createTables();
        tellStory(database, options, now);
    }
    fillTraffic(database, options, now);
    if (database.isNew())
        database.setMeta(u"made"_s, u"%1/%2"_s.arg(wordFor(options.scale)).arg(options.seed));
    database.commit();
}

// Asked for: that port or none. Not asked for: the one of last time, so that a saved connection stays true,
// else any.
std::optional<quint16> listenSomewhere(Server &server, Database &database, const Options &options)
{
    if (options.port)
        return server.listenOn(*options.port);
    const auto last = quint16(database.meta(u"port"_s).toUInt());
    if (last != 0) {
        if (const auto port = server.listenOn(last))
            return port;
    }
    return server.listenOn(0);
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments().mid(1);
    if (arguments.contains(u"--help"_s)) {
        fprintf(stdout, "%s", qPrintable(helpText()));
        return 0;
    }
    if (arguments.contains(u"--version"_s)) {
        fprintf(stdout, "gatehouse-sandbox %s\n", GATEHOUSE_VERSION);
        return 0;
    }
    const Result<Options> options = readOptions(arguments);
    if (!options)
        return complain(options.error().title + u"\nSee gatehouse-sandbox --help."_s, 2);
    const Result<std::unique_ptr<Database>> database = Database::open(*options);
    if (!database)
        return complain(database.error().title, 1);
    fill(**database, *options);

    quitOnSignals(application);
    Signer signer(**database);
    Server server(**database, signer, *options);
    const std::optional<quint16> port = listenSomewhere(server, **database, *options);
    if (!port)
        return complain(u"Port %1 on 127.0.0.1 is taken. Name another --port, or 0 for any."_s.arg(
                            options->port.value_or(0)),
                        1);
    (*database)->setMeta(u"port"_s, QString::number(*port));

    const QJsonObject ready{{u"api"_s, server.origin()},
                            {u"issuer"_s, server.origin() + u"/oidc"_s},
                            {u"client_id"_s, Provider::ClientId}};
    fprintf(stdout, "%s\n", QJsonDocument(ready).toJson(QJsonDocument::Compact).constData());
    fflush(stdout);
    return QCoreApplication::exec();
}
