// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/exitcode.h"

namespace gatehouse::ctl {

ExitCode exitCodeFor(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::Unauthorized:
    case Error::Kind::StepUpNeeded:
    case Error::Kind::SignInRefused:
        return ExitCode::NotSignedIn;
    case Error::Kind::Forbidden:
    case Error::Kind::NotFound:
    case Error::Kind::Invalid:
        return ExitCode::Refused;
    case Error::Kind::Timeout:
    case Error::Kind::Offline:
    case Error::Kind::Tls:
    case Error::Kind::RateLimited:
    case Error::Kind::Server:
        return ExitCode::Unreachable;
    case Error::Kind::Conflict:
        return ExitCode::Conflict;
    case Error::Kind::Decode:
    case Error::Kind::TooLarge:
    case Error::Kind::SecretsLocked:
    case Error::Kind::NoSecretStore:
    case Error::Kind::Storage:
    case Error::Kind::Configuration:
    case Error::Kind::Internal:
        return ExitCode::Other;
    }
    return ExitCode::Other;
}

ExitCode exitCodeFor(const workspace::Settlement &settlement)
{
    switch (settlement.sending) {
    case workspace::Sending::Recorded:
        return ExitCode::Done;
    case workspace::Sending::DecidedElsewhere:
        return ExitCode::Conflict;
    case workspace::Sending::WaitingForNetwork:
        // The session may have ended while it waited: then signing in is what helps.
        if (settlement.error && settlement.error->kind == Error::Kind::Unauthorized)
            return ExitCode::NotSignedIn;
        return ExitCode::Unreachable;
    case workspace::Sending::NotRecorded: // without an error: the request changed or is gone
        return settlement.error ? exitCodeFor(*settlement.error) : ExitCode::Conflict;
    case workspace::Sending::None:
    case workspace::Sending::Sending:
    case workspace::Sending::Held:
    case workspace::Sending::Withdrawn:
        return ExitCode::Other;
    }
    return ExitCode::Other;
}

} // namespace gatehouse::ctl
