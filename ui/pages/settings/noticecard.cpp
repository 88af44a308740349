// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settings/noticecard.h"

#include "ui/theme/metrics.h"
#include "ui/widgets/choicebutton.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/segmentedcontrol.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {

namespace {

const QString on = u"on"_s;
const QString off = u"off"_s;
const QString nights = u"nights"_s;
const QString nightsAndWeekends = u"weekends"_s;

QString clockText(int hour)
{
    return QLocale().toString(QTime(hour, 0), QLocale::ShortFormat);
}

QList<ChoiceButton::Choice> hours()
{
    QList<ChoiceButton::Choice> choices;
    for (int hour = 0; hour < 24; ++hour)
        choices.append({QString::number(hour), clockText(hour)});
    return choices;
}

QString wordOf(const workspace::NoticeChoices &choices)
{
    if (!choices.hasQuietHours)
        return off;
    return choices.quietWeekends ? nightsAndWeekends : nights;
}

} // namespace

NoticeCard::NoticeCard(QWidget *parent)
    : Card(parent)
{
    build();
    showChoices();
}

void NoticeCard::build()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::cardMargin, 14, metrics::cardMargin, metrics::cardMargin);
    layout->setSpacing(metrics::gap);
    layout->addWidget(new PlainLabel(tr("Notifications"), Type::Section, Tone::Text, this));
    const auto addRow = [this, layout](const QList<QWidget *> &widgets) {
        auto *row = new QHBoxLayout;
        row->setSpacing(8);
        for (QWidget *widget : widgets)
            row->addWidget(widget);
        row->addStretch(1);
        layout->addLayout(row);
    };
    m_on = new SegmentedControl(tr("Notifications"), this);
    m_on->addChoice(on, tr("Tell me"));
    m_on->addChoice(off, tr("Off"));
    addRow({m_on});
    m_quiet = new SegmentedControl(tr("Quiet hours"), this);
    m_quiet->addChoice(off, tr("No quiet hours")); // short: large type has to fit
    m_quiet->addChoice(nights, tr("Quiet hours"));
    m_quiet->addChoice(nightsAndWeekends, tr("And weekends"));
    addRow({m_quiet});
    m_from = new ChoiceButton(tr("Quiet from"), this);
    m_to = new ChoiceButton(tr("Quiet until"), this);
    auto *fromText = new PlainLabel(tr("Quiet from"), Type::Body, Tone::Muted, this);
    auto *toText = new PlainLabel(tr("until"), Type::Body, Tone::Muted, this);
    addRow({fromText, m_from, toText, m_to});
    m_text = new PlainLabel({}, Type::Body, Tone::Muted, this);
    m_text->setWordWrap(true);
    layout->addWidget(m_text);

    connect(m_on, &SegmentedControl::chosen, this, [this](const QString &word) {
        change([&word](workspace::NoticeChoices &choices) { choices.isOn = word == on; });
    });
    connect(m_quiet, &SegmentedControl::chosen, this, [this](const QString &word) {
        change([&word](workspace::NoticeChoices &choices) {
            choices.hasQuietHours = word != off;
            if (choices.hasQuietHours)
                choices.quietWeekends = word == nightsAndWeekends;
        });
    });
    connect(m_from, &ChoiceButton::chosen, this, [this](const QString &hour) {
        change([&hour](workspace::NoticeChoices &choices) { choices.quietFrom = hour.toInt(); });
    });
    connect(m_to, &ChoiceButton::chosen, this, [this](const QString &hour) {
        change([&hour](workspace::NoticeChoices &choices) { choices.quietTo = hour.toInt(); });
    });
}

void NoticeCard::setChoices(const workspace::NoticeChoices &choices)
{
    m_choices = choices;
    showChoices();
}

void NoticeCard::change(const std::function<void(workspace::NoticeChoices &)> &what)
{
    const workspace::NoticeChoices before = m_choices;
    what(m_choices);
    showChoices();
    if (m_choices != before)
        emit chosen(m_choices);
}

void NoticeCard::showChoices()
{
    m_on->setCurrent(m_choices.isOn ? on : off);
    m_quiet->setCurrent(wordOf(m_choices));
    m_from->setChoices(hours(), QString::number(m_choices.quietFrom));
    m_to->setChoices(hours(), QString::number(m_choices.quietTo));
    m_quiet->setEnabled(m_choices.isOn);
    for (ChoiceButton *each : {m_from, m_to})
        each->setEnabled(m_choices.isOn && m_choices.hasQuietHours);
    const QString what = tr("The desktop is told of requests that are new and of those that wait too long, "
                            "where you may decide. Locked, it is told a number and no name.");
    const QString later = tr("What comes in quiet hours is told together afterwards.");
    m_text->setText(!m_choices.isOn           ? tr("The desktop is told nothing; the icon in its tray still "
                                                             "shows how many requests wait for you.")
                    : m_choices.hasQuietHours ? QString(what + u' ' + later)
                                              : what);
}

} // namespace gatehouse::ui
