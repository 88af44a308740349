// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/navigator.h"

#include "core/workspace/approvaldesk.h"
#include "ui/models/visibletext.h"
#include "ui/pages/approvals/approvalspage.h"
#include "ui/shell/errortext.h"
#include "ui/shell/mainwindow.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/searchfield.h"

#include <QLineEdit>
#include <QPlainTextEdit>

using namespace Qt::StringLiterals;

namespace gatehouse::console {

namespace {

const QString message = u"link"_s; // one at a time, wherever it stands

QStringList namesOf(const workspace::ConnectionBook &book)
{
    QStringList names;
    for (const workspace::Connection &connection : book.connections())
        names.append(connection.name);
    return names;
}

} // namespace

Navigator::Navigator(ui::MainWindow &window, ui::ApprovalsPage &approvals,
                     const workspace::ConnectionBook &book, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_approvals(approvals)
    , m_book(book)
{}

void Navigator::go(const workspace::DeepLink &link)
{
    m_target = link;
    m_mayMove = false;
    m_hasOpened = false;
    step();
}

void Navigator::follow(const QString &connection, workspace::ApprovalDesk *desk)
{
    if (m_desk)
        m_desk->disconnect(this);
    const bool isAnother = std::exchange(m_connection, connection) != connection;
    m_desk = desk;
    if (m_target && m_hasOpened && isAnother && connection != m_target->connection)
        m_target.reset(); // the person went elsewhere
    if (m_desk) {
        connect(m_desk, &workspace::ApprovalDesk::rowsChanged, this, &Navigator::step);
        connect(m_desk, &workspace::ApprovalDesk::freshnessChanged, this, &Navigator::step);
    }
    step();
}

void Navigator::setLocked(bool isLocked)
{
    m_isLocked = isLocked;
    step();
}

void Navigator::step()
{
    if (!m_target || m_isLocked)
        return;
    if (!workspace::checkKnown(*m_target, namesOf(m_book)))
        return refuse();
    if (!m_mayMove && isSomebodyTyping())
        return ask();
    m_mayMove = true;
    if (m_connection != m_target->connection) {
        if (m_hasOpened)
            return; // it is on its way
        m_hasOpened = true;
        const QString name = m_target->connection; // what is emitted may come back here
        emit connectionWanted(name);
        return;
    }
    m_hasOpened = true;
    if (m_desk)
        showRequest();
}

void Navigator::showRequest()
{
    const workspace::Freshness &freshness = m_desk->freshness();
    if (m_desk->row(m_target->request)) {
        const gateway::SubscriptionId request = m_target->request;
        arrive();
        m_approvals.select(request);
        return;
    }
    const bool isComing = freshness.loading || (!freshness.error && !freshness.complete);
    if (isComing)
        return;
    const QString id = ui::visibleText(m_target->request.value);
    const std::optional<Error> error = freshness.error;
    arrive();
    m_approvals.messageBar()->show(
        {.id = message,
         .tone = ui::Tone::Look,
         .title = tr("Request %1 is not in the queue").arg(id),
         .text = error ? ui::describe(*error, tr("It may be among those that could not be read.")).sentence()
                       : tr("It may have been decided or withdrawn, or it is not yours to see.")});
}

// The page is there: what was said on the way is over.
void Navigator::arrive()
{
    m_target.reset();
    m_window.messageBar()->dismiss(message);
    m_approvals.messageBar()->dismiss(message);
    m_window.showPage(m_approvals.about().id);
}

void Navigator::refuse()
{
    const QString name = ui::visibleText(m_target->connection);
    m_target.reset();
    m_window.messageBar()->show({.id = message,
                                 .tone = ui::Tone::Wrong,
                                 .title = tr("The link was not opened"),
                                 .text = tr("There is no connection named %1 on this computer. Add it under "
                                            "Connections, or ask whoever sent the link.")
                                             .arg(name)});
}

void Navigator::ask()
{
    m_window.messageBar()->show(
        {.id = message,
         .tone = ui::Tone::Accent,
         .title = tr("A link leads to request %1 of %2")
                      .arg(ui::visibleText(m_target->request.value), ui::visibleText(m_target->connection)),
         .text = tr("It was not opened at once, because you are typing."),
         .actionText = tr("Open it"),
         .action = [this] {
             m_window.messageBar()->dismiss(message);
             m_mayMove = true;
             step();
         }});
}

bool Navigator::isSomebodyTyping() const
{
    const QWidget *field = m_window.focusWidget(); // also while another window is in front
    if (!field || !field->isVisible() || qobject_cast<const ui::SearchField *>(field))
        return false;
    if (const auto *line = qobject_cast<const QLineEdit *>(field))
        return !line->isReadOnly();
    const auto *text = qobject_cast<const QPlainTextEdit *>(field);
    return text && !text->isReadOnly();
}

} // namespace gatehouse::console
