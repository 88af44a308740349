// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/readstates.h"

#include "core/workspace/account.h"
#include "ui/models/figures.h"
#include "ui/shell/errortext.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/messagebar.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {
namespace {

QString words(const char *text)
{
    return QCoreApplication::translate("ReadStates", text);
}

} // namespace

void showReadProblem(MessageBar &messages, const workspace::Freshness &freshness, bool hasData,
                     const std::function<void()> &readAgain,
                     const std::function<void(const StepUp &)> &confirm)
{
    const QString id = u"read"_s;
    // That the session has ended concerns every page: the window says it.
    const bool isChallenged = confirm && freshness.error && freshness.error->stepUp;
    if (!freshness.error || (!hasData && !isChallenged) || freshness.error->kind == Error::Kind::Unauthorized)
        return messages.dismiss(id);
    // Said once, by the clock that runs down.
    Error said = *freshness.error;
    const std::chrono::seconds wait = said.retryAfter.value_or(std::chrono::seconds(0));
    said.retryAfter.reset();
    const ErrorText text =
        describe(said, hasData ? words("What is below was read %1.").arg(figures::moment(freshness.readAt))
                               : QString());
    messages.show({.id = id,
                   .tone = Tone::Wrong,
                   .title = text.title,
                   .text = text.sentence(),
                   .actionText = isChallenged ? words("Confirm") : words("Read again"),
                   .action = isChallenged
                                 ? std::function<void()>(
                                       [confirm, asked = *freshness.error->stepUp] { confirm(asked); })
                                 : readAgain,
                   .wait = wait});
}

bool showMissing(EmptyState &place, const workspace::Freshness &freshness, const QString &missingRight,
                 const workspace::Account *account)
{
    if (!missingRight.isEmpty() && account && account->isDeniedByRoles(missingRight)) {
        place.setContent(
            Icon::Lock, words("You may not read this"),
            words("None of your groups or roles at the sign-in service stands for the right %1 in this "
                  "connection. The administrator of the sign-in service can add you to one that does; sign "
                  "in again afterwards.")
                .arg(missingRight));
        place.setAction({});
        return true;
    }
    if (!missingRight.isEmpty()) {
        place.setContent(
            Icon::Lock, words("You may not read this"),
            words("Your account at this gateway lacks the right %1. A platform admin of the gateway can "
                  "give it; sign in again afterwards.")
                .arg(missingRight));
        place.setAction({});
        return true;
    }
    if (freshness.error) {
        const ErrorText text = describe(*freshness.error);
        place.setContent(Icon::Error, text.title, text.sentence());
        place.setAction(words("Read again"));
        return true;
    }
    return false;
}

} // namespace gatehouse::ui
