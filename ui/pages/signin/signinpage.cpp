// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/signin/signinpage.h"

#include "ui/models/visibletext.h"
#include "ui/shell/errortext.h"
#include "ui/shell/signinaddress.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/card.h"
#include "ui/widgets/keybutton.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/progressline.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {

using State = workspace::Account::State;

namespace {

constexpr int cardWidth = 460;
constexpr int cardPadding = 32;

QString hostOf(const QUrl &url)
{
    return url.port() < 0 ? url.host() : u"%1:%2"_s.arg(url.host()).arg(url.port());
}

} // namespace

SignInPage::SignInPage(QWidget *parent)
    : Page({.id = u"signin"_s, .title = tr("Sign in"), .icon = Icon::SignIn, .group = Group::Hidden}, parent)
{
    build();
    showState();
}

void SignInPage::build()
{
    auto *outer = new QVBoxLayout(this);
    outer->addStretch(2);
    auto *card = new Card(this);
    card->setFixedWidth(cardWidth);
    auto *middle = new QHBoxLayout; // an alignment would take the card's height from it
    middle->addStretch(1);
    middle->addWidget(card);
    middle->addStretch(1);
    outer->addLayout(middle);
    outer->addStretch(3);

    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(cardPadding, cardPadding, cardPadding, cardPadding);
    layout->setSpacing(metrics::gap);
    m_title = new PlainLabel({}, Type::Title, Tone::Text, card);
    m_title->setWordWrap(true);
    m_text = new PlainLabel({}, Type::Body, Tone::Muted, card);
    m_text->setWordWrap(true);
    m_progress = new ProgressLine(card);
    m_messages = new MessageBar(card);
    m_address = new SignInAddress(card);
    layout->addWidget(m_title);
    layout->addWidget(m_text);
    layout->addWidget(m_progress);
    layout->addWidget(m_address);
    layout->addWidget(m_messages);
    layout->addSpacing(metrics::unit);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    m_signIn = new KeyButton(tr("Sign in"), KeyButton::Kind::Primary, card);
    m_signIn->setObjectName(u"sign-in"_s);
    m_signIn->setKey(Qt::Key_Return);
    m_signIn->setAutoDefault(true);
    m_cancel = new KeyButton(tr("Cancel"), KeyButton::Kind::Secondary, card);
    m_connections = new KeyButton(tr("Connections…"), KeyButton::Kind::Quiet, card);
    m_elsewhere = new KeyButton(tr("Use another device"), KeyButton::Kind::Secondary, card);
    m_elsewhere->setToolTip(tr("Sign in with a code in a browser on another device"));
    buttons->addWidget(m_signIn);
    buttons->addWidget(m_elsewhere);
    buttons->addWidget(m_cancel);
    buttons->addStretch(1);
    buttons->addWidget(m_connections);
    layout->addLayout(buttons);

    connect(m_signIn, &KeyButton::clicked, this, [this] {
        if (m_account)
            m_account->signIn();
    });
    const auto signInElsewhere = [this] {
        if (m_account)
            m_account->signInElsewhere();
    };
    connect(m_elsewhere, &KeyButton::clicked, this, signInElsewhere);
    connect(m_address, &SignInAddress::elsewhereRequested, this, signInElsewhere);
    connect(m_cancel, &KeyButton::clicked, this, [this] {
        if (m_account)
            m_account->cancelSignIn();
    });
    connect(m_connections, &KeyButton::clicked, this, &SignInPage::connectionsRequested);
}

void SignInPage::setAccount(workspace::Account *account,
                            const std::optional<workspace::Connection> &connection, const QString &waiting)
{
    if (m_account)
        m_account->disconnect(this);
    m_account = account;
    m_connection = connection;
    m_waiting = waiting;
    m_problem.reset();
    if (m_account)
        connect(m_account, &workspace::Account::changed, this, &SignInPage::showState);
    showState();
}

void SignInPage::setProblem(const Error &error)
{
    m_problem = error;
    m_waiting.clear();
    showState();
}

void SignInPage::activate()
{
    if (m_signIn->isVisibleTo(this))
        m_signIn->setFocus(Qt::OtherFocusReason);
    else if (m_cancel->isVisibleTo(this))
        m_cancel->setFocus(Qt::OtherFocusReason);
    else
        m_connections->setFocus(Qt::OtherFocusReason);
}

State SignInPage::state() const
{
    return m_account ? m_account->state() : State::SignedOut;
}

void SignInPage::showState()
{
    const QString name = m_connection ? m_connection->name : QString();
    const QString issuer = m_connection ? hostOf(m_connection->issuer.url()) : QString();
    const State now = state();
    const bool busy = now == State::Restoring || now == State::WaitingForBrowser || !m_waiting.isEmpty();
    switch (now) {
    case State::WaitingForBrowser:
        m_title->setText(tr("Finish in your browser"));
        m_text->setText(
            tr("Your browser shows the sign-in page of %1. This window goes on by itself when you are done.")
                .arg(issuer));
        break;
    case State::Restoring:
        m_title->setText(tr("Opening %1").arg(name));
        m_text->setText(tr("Looking in the key store of this computer for your last session."));
        break;
    case State::Ended:
        m_title->setText(tr("Your session at %1 has ended").arg(name));
        m_text->setText(tr("The provider %1 ended it. Sign in again to go on; nothing is lost.").arg(issuer));
        break;
    case State::SignedOut:
    case State::SignedIn:
        m_title->setText(m_connection ? tr("Sign in to %1").arg(name) : tr("Welcome to Gatehouse"));
        m_text->setText(
            m_connection
                ? tr("Your browser opens the sign-in page of %1. Gatehouse never sees your password.")
                      .arg(issuer)
                : tr("Add a connection: the address of your gateway and how to sign in to it."));
        break;
    }
    if (!m_waiting.isEmpty())
        m_text->setText(m_waiting);
    m_progress->setRunning(busy);
    const bool mayUseAnother = m_connection && m_connection->allowsDeviceGrant;
    const QString code = m_account ? m_account->userCode() : QString();
    m_address->setElsewhereOffered(mayUseAnother);
    m_address->setAddress(now == State::WaitingForBrowser ? m_account->signInUrl() : QUrl(), code);
    if (!code.isEmpty())
        m_title->setText(tr("Enter the code %1").arg(visibleText(code)));
    m_signIn->setVisible(m_account && !busy);
    m_elsewhere->setVisible(m_account && !busy && mayUseAnother);
    m_cancel->setVisible(now == State::WaitingForBrowser);
    m_connections->setText(m_connection ? tr("Connections…") : tr("Add a connection"));
    showError();
}

void SignInPage::showError()
{
    const std::optional<Error> error = m_problem ? m_problem : m_account ? m_account->error() : std::nullopt;
    if (!error || state() == State::WaitingForBrowser)
        return m_messages->clear();
    const bool keyStore =
        error->kind == Error::Kind::SecretsLocked || error->kind == Error::Kind::NoSecretStore;
    Error said = *error; // how long to wait is said once, by the clock that runs down
    said.retryAfter.reset();
    const ErrorText text =
        describe(said, keyStore ? tr("You can sign in; the session then ends with the program.") : QString());
    MessageBar::Message message{.id = u"sign-in"_s,
                                .tone = keyStore ? Tone::Look : Tone::Wrong,
                                .title = text.title,
                                .text = text.sentence(),
                                .canDismiss = false,
                                .wait = error->retryAfter.value_or(std::chrono::seconds(0))};
    if (keyStore && m_account) { // it may have been unlocked or started meanwhile
        message.actionText = tr("Look again");
        message.action = [this] { m_account->restore(); };
    }
    m_messages->show(message);
}

} // namespace gatehouse::ui
