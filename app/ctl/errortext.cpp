// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/errortext.h"

#include "app/ctl/codetext.h"
#include "app/ctl/texttable.h"

namespace gatehouse::ctl {

using namespace Qt::StringLiterals;

namespace {

QString sentence(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::Timeout:
        return u"There was no answer in time. Nothing is lost; try again, or check the connection's address."_s;
    case Error::Kind::Offline:
        return u"The host cannot be reached. Check the network and that it is running, then try again."_s;
    case Error::Kind::Tls:
        return u"The connection is not secure: its certificate was refused, or it is plain http to another "
               "computer. Nothing was sent; ask its operator."_s;
    case Error::Kind::Unauthorized:
        return u"Nobody is signed in, or the session has ended. Run: gatehousectl signin"_s;
    case Error::Kind::StepUpNeeded:
        return u"The gateway asks for a stronger or more recent sign-in before this; nothing was changed. "
               u"Run it "
               "again where a browser can open."_s;
    case Error::Kind::Forbidden:
        return u"The gateway refused it: you lack the right. Ask an administrator of the gateway."_s;
    case Error::Kind::NotFound:
        return u"The gateway does not know it, or you may not see it. Check the id with: gatehousectl "
               u"requests "
               "list"_s;
    case Error::Kind::Conflict:
        return u"Somebody changed or decided it meanwhile. Look at it again with: gatehousectl requests show"_s;
    case Error::Kind::Invalid:
        return u"The input was not accepted. Correct it and try again."_s;
    case Error::Kind::RateLimited:
        return u"The server asks for fewer requests. Wait and try again."_s;
    case Error::Kind::Server:
        return u"The server failed. Nothing can be done here; try again later or tell its operator."_s;
    case Error::Kind::Decode:
        return u"The data is not in the form it must have, so it was not used. Tell the operator, or repair "
               "the file."_s;
    case Error::Kind::TooLarge:
        return u"The answer or the input is larger than its limit. Ask for less."_s;
    case Error::Kind::SignInRefused:
        return u"The sign-in was refused. Try again with: gatehousectl signin; if it stays so, ask the "
               "administrator of the identity provider."_s;
    case Error::Kind::SecretsLocked:
        return u"The key store is locked, so the session cannot be read. Unlock it and try again."_s;
    case Error::Kind::NoSecretStore:
        return u"There is no key store on this computer, so a session cannot be kept. Start one, such as "
               "gnome-keyring, and sign in again."_s;
    case Error::Kind::Storage:
        return u"A file on this computer cannot be read or written. Check free space and permissions."_s;
    case Error::Kind::Configuration:
        return u"The connection cannot be used as it stands. Correct it with: gatehousectl connect"_s;
    case Error::Kind::Internal:
        return u"Gatehouse made a mistake. Please report it with what is printed here."_s;
    }
    return {};
}

} // namespace

QString errorText(const Error &error)
{
    const std::optional<QString> known = codeText(error);
    QString text = known.value_or(sentence(error));
    if (!known && !error.title.isEmpty())
        text += u" (%1)"_s.arg(escaped(error.title));
    for (const Error::Field &field : error.fields)
        text += u"\n  %1: %2"_s.arg(escaped(field.path), escaped(field.message));
    if (error.retryAfter)
        text += u"\n  It can be tried again in %1 seconds."_s.arg(error.retryAfter->count());
    if (!error.requestId.isEmpty())
        text += u"\n  To quote to the operator: %1"_s.arg(escaped(error.requestId));
    return text;
}

} // namespace gatehouse::ctl
