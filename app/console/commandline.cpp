// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/commandline.h"

#include <QCommandLineParser>

using namespace Qt::StringLiterals;

namespace gatehouse::console {

namespace {

QStringList tourParts()
{
    return {u"first"_s, u"again"_s, u"decide"_s, u"settled"_s, u"look"_s};
}

} // namespace

Result<CommandLine> CommandLine::parse(const QStringList &arguments)
{
    const QCommandLineOption sandbox(u"sandbox"_s,
                                     u"Start the sandbox gateway on this computer and open it."_s);
    const QCommandLineOption connection(u"connection"_s, u"Open the connection of this name."_s, u"NAME"_s);
    const QCommandLineOption version({u"v"_s, u"version"_s}, u"Print the version and leave."_s);
    const QCommandLineOption help({u"h"_s, u"help"_s}, u"Print this text and leave."_s);
    const QCommandLineOption selfTest(u"self-test"_s, u"Check that everything the program needs is there."_s);
    const QCommandLineOption measure(u"measure-start"_s,
                                     u"Print when the first usable frame was painted, as JSON, and leave."_s);
    const QCommandLineOption tour(u"tour"_s, u"Walk through the program and write pictures to DIR."_s,
                                  u"DIR"_s);
    const QCommandLineOption part(u"tour-part"_s, u"Which part of the tour: "_s + tourParts().join(u", "_s),
                                  u"PART"_s, u"first"_s);

    QCommandLineParser parser;
    parser.setApplicationDescription(u"Native console for API and AI gateways."_s);
    parser.addPositionalArgument(u"link"_s, u"The request to show: gatehouse://CONNECTION/requests/ID."_s,
                                 u"[LINK]"_s);
    parser.addOptions({sandbox, connection, version, help, selfTest, measure, tour, part});
    if (!parser.parse(arguments))
        return failure(Error::Kind::Invalid, parser.errorText(), parser.errorText());
    const QStringList links = parser.positionalArguments();
    if (links.size() > 1) {
        const QString sentence = u"Unexpected argument '%1'."_s.arg(links.at(1));
        return failure(Error::Kind::Invalid, sentence, sentence);
    }
    if (const QString value = parser.value(part); !tourParts().contains(value)) {
        const QString sentence = u"--tour-part takes %1, not '%2'."_s.arg(tourParts().join(u", "_s), value);
        return failure(Error::Kind::Invalid, sentence, sentence);
    }

    CommandLine line;
    if (parser.isSet(help))
        line.mode = Mode::Help;
    else if (parser.isSet(version))
        line.mode = Mode::Version;
    else if (parser.isSet(selfTest))
        line.mode = Mode::SelfTest;
    line.sandbox = parser.isSet(sandbox);
    line.connection = parser.value(connection);
    if (!links.isEmpty()) {
        const Result<workspace::DeepLink> link = workspace::readDeepLink(links.first());
        if (!link)
            return failure(link.error());
        if (parser.isSet(connection) || parser.isSet(sandbox)) {
            const QString sentence = u"A link names its connection: leave --connection and --sandbox out."_s;
            return failure(Error::Kind::Invalid, sentence, sentence);
        }
        line.link = *link;
    }
    line.measureStart = parser.isSet(measure);
    line.tourDirectory = parser.value(tour);
    line.tourPart = parser.value(part);
    line.helpText = parser.helpText();
    return line;
}

} // namespace gatehouse::console
