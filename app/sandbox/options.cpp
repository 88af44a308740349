// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sandbox/options.h"

#include "app/sandbox/people.h"

#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace gatehouse::sandbox {

namespace {

tl::unexpected<Error> unusable(const QString &sentence)
{
    return failure(Error::Kind::Invalid, sentence, sentence);
}

Result<void> apply(Options &options, const QString &name, const QString &value)
{
    bool isNumber = false;
    if (name == u"--data"_s) {
        if (value.isEmpty())
            return unusable(u"--data takes a directory."_s);
        options.data = value;
    } else if (name == u"--port"_s) {
        const uint port = value.toUInt(&isNumber);
        if (!isNumber || port > 65535)
            return unusable(u"--port takes a number from 0 to 65535."_s);
        options.port = static_cast<quint16>(port);
    } else if (name == u"--seed"_s) {
        options.seed = value.toUInt(&isNumber);
        if (!isNumber)
            return unusable(u"--seed takes a whole number."_s);
    } else if (name == u"--scale"_s) {
        for (const Scale scale : {Scale::Demo, Scale::Team, Scale::Enterprise}) {
            if (wordFor(scale) == value) {
                options.scale = scale;
                return {};
            }
        }
        return unusable(u"--scale takes demo, team or enterprise."_s);
    } else if (name == u"--chaos"_s) {
        const Result<void> added = options.chaos.add(value);
        if (!added)
            return unusable(added.error().title);
    } else if (name == u"--login-as"_s) {
        if (!findPerson(value))
            return unusable(u"--login-as takes one of the people of the sandbox, for example ada.okafor."_s);
        options.loginAs = value;
    } else if (name == u"--step-up"_s) {
        const uint seconds = value.toUInt(&isNumber);
        if (!isNumber || seconds > 86400)
            return unusable(u"--step-up takes a number of seconds up to 86400."_s);
        options.stepUp = std::chrono::seconds(seconds);
    } else if (name == u"--propagation"_s) {
        const uint milliseconds = value.toUInt(&isNumber);
        if (!isNumber || milliseconds > 86'400'000)
            return unusable(u"--propagation takes a number of milliseconds up to 86400000."_s);
        options.propagation = std::chrono::milliseconds(milliseconds);
    } else if (name == u"--rate-limit"_s) {
        options.rateLimit = value.toInt(&isNumber);
        if (!isNumber || options.rateLimit < 0)
            return unusable(u"--rate-limit takes a number of requests a minute, or 0 for no limit."_s);
    } else if (name == u"--arrivals"_s) {
        const uint seconds = value.toUInt(&isNumber);
        if (!isNumber || seconds > 86400)
            return unusable(u"--arrivals takes a number of seconds up to 86400."_s);
        options.arrivals = std::chrono::seconds(seconds);
    } else {
        return unusable(u"There is no option %1."_s.arg(name));
    }
    return {};
}

} // namespace

QString wordFor(Scale scale)
{
    switch (scale) {
    case Scale::Demo:
        return u"demo"_s;
    case Scale::Team:
        return u"team"_s;
    case Scale::Enterprise:
        return u"enterprise"_s;
    }
    return {};
}

Result<Options> readOptions(const QStringList &arguments)
{
    Options options;
    options.data =
        QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/gatehouse-sandbox"_s;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const qsizetype equals = arguments.at(i).indexOf(u'=');
        const bool isJoined = arguments.at(i).startsWith(u"--"_s) && equals > 0;
        const QString name = isJoined ? arguments.at(i).first(equals) : arguments.at(i);
        if (!isJoined && i + 1 >= arguments.size())
            return unusable(name.startsWith(u"--"_s) ? u"%1 needs a value, or does not exist."_s.arg(name)
                                                     : u"There is no option %1."_s.arg(name));
        const QString value = isJoined ? arguments.at(i).mid(equals + 1) : arguments.at(++i);
        if (const Result<void> applied = apply(options, name, value); !applied)
            return failure(applied.error());
    }
    return options;
}

QString helpText()
{
    return uR"(gatehouse-sandbox: a gateway and an identity provider on 127.0.0.1, for trying and testing

  --data DIR       where the database is kept ($XDG_DATA_HOME/gatehouse-sandbox)
  --port N         0 takes any free port; without it, the port of last time if it is free
  --seed N         another company's figures (1)
  --scale S        demo, team or enterprise (demo); fixed when the database is made
  --login-as USER  answers its own sign-in page, for tests
  --step-up SECS   a decision on a sensitive API needs a second factor no older than that (RFC 9470)
  --propagation MS until a decision is in force where calls are made (400)
  --rate-limit N   requests a minute for each person (600); 0 for no limit
  --arrivals SECS  a new request each so often (off)
  --chaos SPEC     misbehaves: slow=MS hold=MS error=PCT cut=PCT done-cut=PCT truncate=PCT delay=PCT:MS garbage=PCT
                   html=PCT 429=PCT 429-bare=PCT huge wrong-type skew=SECONDS expire-keys=N revoke
                   enforce-fail=PCT, joined by commas; a prefix "idp-" aims a fault at the identity
                   provider instead of the gateway; --seed decides which requests it meets
  --help, --version

Prints one line of JSON when it is ready: {"api": …, "issuer": …, "client_id": …}
)"_s;
}

} // namespace gatehouse::sandbox
