// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settings/settingspage.h"

#include "ui/pages/settings/noticecard.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/card.h"
#include "ui/widgets/keybutton.h"
#include "ui/widgets/keyvaluelist.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/scrollarea.h"
#include "ui/widgets/segmentedcontrol.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {
namespace {

constexpr int columnWidth = 680;

// A card with a heading; its layout takes what belongs to it.
QVBoxLayout *addCard(QVBoxLayout *to, const QString &heading, QWidget *parent)
{
    auto *card = new Card(parent);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(metrics::cardMargin, 14, metrics::cardMargin, metrics::cardMargin);
    layout->setSpacing(metrics::gap);
    layout->addWidget(new PlainLabel(heading, Type::Section, Tone::Text, card));
    to->addWidget(card);
    return layout;
}

PlainLabel *wrapped(const QString &text, QWidget *parent)
{
    auto *label = new PlainLabel(text, Type::Body, Tone::Muted, parent);
    label->setWordWrap(true);
    return label;
}

} // namespace

SettingsPage::SettingsPage(QWidget *parent)
    : Page({.id = u"settings"_s,
            .title = tr("Settings"),
            .icon = Icon::Gear,
            .key = u's',
            .group = Group::Bottom},
           parent)
{
    build();
}

void SettingsPage::build()
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(metrics::pageMargin, 14, 0, 0);
    outer->setSpacing(metrics::gap);
    outer->addWidget(new PlainLabel(about().title, Type::Title, Tone::Text, this));
    auto *scroll = new ScrollArea(this);
    scroll->setAccessibleName(about().title);
    outer->addWidget(scroll, 1);
    auto *column = new QWidget(scroll);
    column->setMaximumWidth(columnWidth);
    auto *cards = new QVBoxLayout(column);
    cards->setContentsMargins(0, 0, metrics::pageMargin, metrics::pageMargin);
    cards->setSpacing(metrics::gap);
    scroll->setWidget(column);

    QVBoxLayout *look = addCard(cards, tr("Appearance"), column);
    m_scheme = new SegmentedControl(tr("Theme"), column);
    for (const auto &[scheme, text] :
         {std::pair(Theme::Scheme::System, tr("As the system")), std::pair(Theme::Scheme::Light, tr("Light")),
          std::pair(Theme::Scheme::Dark, tr("Dark"))})
        m_scheme->addChoice(Theme::wordOf(scheme), text);
    auto *row = new QHBoxLayout;
    row->addWidget(m_scheme);
    row->addStretch(1);
    look->addLayout(row);
    connect(m_scheme, &SegmentedControl::chosen, this,
            [this](const QString &word) { emit schemeChosen(Theme::schemeOf(word)); });

    QVBoxLayout *lock = addCard(cards, tr("Lock"), column);
    m_idleLock = new SegmentedControl(tr("Lock after"), column);
    for (const int minutes : {5, 10, 30})
        m_idleLock->addChoice(QString::number(minutes), tr("%1 min").arg(minutes));
    m_idleLock->addChoice(u"0"_s, tr("Never"));
    auto *lockRow = new QHBoxLayout;
    lockRow->addWidget(m_idleLock);
    lockRow->addStretch(1);
    lock->addLayout(lockRow);
    m_idleLockText = wrapped({}, column);
    lock->addWidget(m_idleLockText);
    connect(m_idleLock, &SegmentedControl::chosen, this,
            [this](const QString &minutes) { emit idleLockChosen(minutes.toInt()); });
    m_sessionLimit = new SegmentedControl(tr("Lock so long after signing in"), column);
    for (const int hours : {1, 4, 8, 12})
        m_sessionLimit->addChoice(QString::number(hours * 60), tr("%1 h").arg(hours));
    m_sessionLimit->addChoice(u"0"_s, tr("Never"));
    auto *limitRow = new QHBoxLayout;
    limitRow->addWidget(m_sessionLimit);
    limitRow->addStretch(1);
    lock->addLayout(limitRow);
    m_sessionLimitText = wrapped({}, column);
    lock->addWidget(m_sessionLimitText);
    connect(m_sessionLimit, &SegmentedControl::chosen, this,
            [this](const QString &minutes) { emit sessionLimitChosen(minutes.toInt()); });

    m_notices = new NoticeCard(column);
    cards->addWidget(m_notices);

    QVBoxLayout *kept = addCard(cards, tr("What this computer keeps"), column);
    m_kept = new KeyValueList(column);
    kept->addWidget(m_kept);
    m_eraseText = wrapped({}, column);
    kept->addWidget(m_eraseText);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    m_erase = new KeyButton(tr("Erase local data…"), KeyButton::Kind::Danger, column);
    m_really = new KeyButton(tr("Erase the lists and sign out"), KeyButton::Kind::Danger, column);
    m_keep = new KeyButton(tr("Keep"), KeyButton::Kind::Secondary, column);
    for (KeyButton *button : {m_erase, m_really, m_keep})
        buttons->addWidget(button);
    buttons->addStretch(1);
    kept->addLayout(buttons);
    connect(m_erase, &KeyButton::clicked, this, [this] { confirm(true); });
    connect(m_keep, &KeyButton::clicked, this, [this] { confirm(false); });
    connect(m_really, &KeyButton::clicked, this, [this] {
        confirm(false);
        emit eraseRequested();
    });

    QVBoxLayout *program = addCard(cards, tr("About"), column);
    auto *facts = new KeyValueList(column);
    facts->setRows({{tr("program"), u"Gatehouse " GATEHOUSE_VERSION ""_s, Type::BodyMedium},
                    {tr("toolkit"), u"Qt "_s + QLatin1StringView(qVersion())},
                    {tr("licence"), tr("GNU General Public License, version 3 or later")},
                    {tr("fonts"), tr("Inter and JetBrains Mono, SIL Open Font License 1.1")}});
    program->addWidget(facts);
    cards->addStretch(1);
    confirm(false);
}

void SettingsPage::confirm(bool asking)
{
    const bool wasAsking = m_keep->isVisibleTo(this);
    m_eraseText->setText(
        asking ? tr("This forgets the lists kept for this connection and ends your session here. "
                    "Decisions on their way stay in the journal. The gateway is not changed.")
               : tr("The lists open from here before the gateway answers. No secret is among them."));
    m_erase->setVisible(!asking);
    m_really->setVisible(asking);
    m_keep->setVisible(asking);
    if (asking)
        m_keep->setFocus(Qt::OtherFocusReason);
    else if (wasAsking && isVisible())
        m_erase->setFocus(Qt::OtherFocusReason);
}

void SettingsPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_keep->isVisible())
        return confirm(false);
    Page::keyPressEvent(event);
}

void SettingsPage::setScheme(Theme::Scheme scheme)
{
    m_scheme->setCurrent(Theme::wordOf(scheme));
}

void SettingsPage::setIdleLock(int minutes, int most)
{
    m_idleLock->setCurrent(QString::number(minutes));
    const QString always =
        tr("Without input for so long, and when the desktop locks or the computer sleeps, the window "
           "shows nothing until you sign in again. Ctrl+L locks at once.");
    m_idleLockText->setText(
        most > 0 ? always + u' ' + tr("The administrator of this computer allows %1 min at most.").arg(most)
                 : always);
}

void SettingsPage::setSessionLimit(int minutes, int most)
{
    m_sessionLimit->setCurrent(QString::number(minutes));
    const QString always = tr("So long after you signed in the window locks, however busy you are.");
    m_sessionLimitText->setText(
        most > 0 ? always + u' ' + tr("The administrator of this computer allows %1 min at most.").arg(most)
                 : always);
}

void SettingsPage::setFacts(const Facts &facts)
{
    m_kept->setRows({{tr("session"), facts.keyStore},
                     {tr("last lists"), facts.cacheFile, Type::Mono},
                     {tr("decisions"), facts.journalFile, Type::Mono},
                     {tr("settings"), facts.settingsFile, Type::Mono}});
}

void SettingsPage::setErased(const QString &sentence)
{
    m_eraseText->setText(sentence);
}

void SettingsPage::activate()
{
    m_scheme->setFocus(Qt::OtherFocusReason);
}

} // namespace gatehouse::ui
