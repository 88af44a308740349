// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/verifycommands.h"

#include "app/ctl/texttable.h"

#include <QFile>

#include <cstdio>

#include <unistd.h>

namespace gatehouse::ctl {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MostBytes = 1024 * 1024;

Result<QByteArray> contentsOf(const QString &path)
{
    QFile file(path);
    const bool isOpen =
        path == "-"_L1 ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!isOpen)
        return failure(Error::Kind::Storage, file.errorString(), path);
    QByteArray bytes = file.read(MostBytes + 1);
    if (bytes.size() > MostBytes)
        return failure(Error::Kind::TooLarge, {}, path);
    return bytes;
}

// An editor or echo ends a file with a newline; nothing else is forgiven.
QByteArray withoutLineEnd(QByteArray text)
{
    if (text.endsWith('\n'))
        text.chop(1);
    if (text.endsWith('\r'))
        text.chop(1);
    return text;
}

Result<QByteArray> tokenOf(const TokenQuestion &question)
{
    if (!question.token.isEmpty() && question.token != "-"_L1)
        return question.token.toUtf8();
    return contentsOf(u"-"_s).map(withoutLineEnd);
}

// As it is for a program; on a terminal nothing in it may act on the terminal.
void print(const QByteArray &payload)
{
    if (::isatty(STDOUT_FILENO) == 1) {
        std::fputs(escaped(QString::fromUtf8(payload)).toUtf8().constData(), stdout);
    } else {
        std::fwrite(payload.constData(), 1, static_cast<std::size_t>(payload.size()), stdout);
    }
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

// Nothing of the file is wrong with the token, but without keys nothing can be said of it.
Result<identity::Jwks> keysOf(const TokenQuestion &question)
{
    const Result<QByteArray> json = contentsOf(question.jwks);
    if (!json)
        return failure(json.error());
    return identity::readJwks(*json);
}

ExitCode refused(const Error &error, const Output &output)
{
    if (error.kind != Error::Kind::SignInRefused) {
        output.error(error);
        return ExitCode::Other;
    }
    if (output.isJson())
        output.json({{u"valid"_s, false}, {u"rule"_s, error.code}, {u"detail"_s, error.detail}});
    output.note(error.detail.isEmpty() ? error.code : error.code + u": "_s + escaped(error.detail));
    return ExitCode::Other;
}

} // namespace

ExitCode verifyToken(const Arguments &arguments, const Clock &clock, const Output &output)
{
    const TokenQuestion &question = arguments.token;
    const Result<identity::Jwks> keys = keysOf(question);
    if (!keys)
        return refused(keys.error(), output);
    const Result<QByteArray> token = tokenOf(question);
    if (!token)
        return refused(token.error(), output);
    if (arguments.command == Arguments::Command::VerifyIdToken) {
        identity::IdTokenRules rules = question.rules;
        if (!rules.now.isValid())
            rules.now = clock.now();
        if (const auto claims = identity::checkIdToken(*token, *keys, rules); !claims)
            return refused(claims.error(), output);
    }
    const auto jws = identity::verifyJws(*token, *keys, question.rules.algorithms, {});
    if (!jws)
        return refused(jws.error(), output);
    if (output.isJson())
        output.json({{u"valid"_s, true},
                     {u"alg"_s, QString::fromLatin1(jws->alg)},
                     {u"kid"_s, QString::fromUtf8(jws->kid)},
                     {u"payload"_s, QString::fromUtf8(jws->payload)}});
    else
        print(jws->payload);
    return ExitCode::Done;
}

} // namespace gatehouse::ctl
