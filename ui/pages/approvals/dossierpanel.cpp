// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/approvals/dossierpanel.h"

#include "ui/models/dossierwords.h"
#include "ui/models/figures.h"
#include "ui/models/visibletext.h"
#include "ui/shell/errortext.h"
#include "ui/widgets/keyvaluelist.h"
#include "ui/widgets/messagerow.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/sparkline.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {

using workspace::Dossier;
using Part = workspace::Dossier::Part;

namespace {

constexpr qsizetype MostNames = 6;

PlainLabel *heading(const QString &text, QWidget *parent)
{
    return new PlainLabel(text, Type::CaptionStrong, Tone::Muted, parent);
}

QList<double> doubles(const QList<qint64> &values)
{
    QList<double> result;
    result.reserve(values.size());
    for (const qint64 value : values)
        result.append(double(value));
    return result;
}

// What stands where a part is not known.
QString missing(const workspace::Freshness &freshness)
{
    if (freshness.error)
        return DossierPanel::tr("could not be read: %1").arg(describe(*freshness.error, {}).title);
    return DossierPanel::tr("being read…");
}

QString some(const QStringList &names)
{
    const QString shown = QStringList(names.mid(0, MostNames)).join(u", "_s);
    return names.size() > MostNames
               ? DossierPanel::tr("%1 and %2 more").arg(shown).arg(names.size() - MostNames)
               : shown;
}

KeyValueList::Row muted(const QString &key, const QString &value)
{
    return {key, value, Type::Body, Tone::Muted};
}

} // namespace

DossierPanel::DossierPanel(QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(8);

    m_ifHeading = heading(tr("If you approve"), this);
    layout->addWidget(m_ifHeading);
    m_cautions = new QWidget(this);
    m_cautionLayout = new QVBoxLayout(m_cautions);
    m_cautionLayout->setContentsMargins({});
    m_cautionLayout->setSpacing(6);
    layout->addWidget(m_cautions);
    m_effects = new KeyValueList(this);
    layout->addWidget(m_effects);

    layout->addSpacing(4);
    m_useHeading = heading(tr("Last 30 days of this application"), this);
    layout->addWidget(m_useHeading);
    m_useState = new PlainLabel({}, Type::Caption, Tone::Muted, this);
    layout->addWidget(m_useState);
    m_use = new QWidget(this);
    auto *courses = new QHBoxLayout(m_use);
    courses->setContentsMargins({});
    courses->setSpacing(16);
    const auto course = [this, courses](int colour, Sparkline *&line, PlainLabel *&text) {
        auto *column = new QVBoxLayout;
        column->setSpacing(4);
        line = new Sparkline(m_use);
        line->setSeriesColour(colour);
        text = new PlainLabel({}, Type::Caption, Tone::Muted, m_use);
        column->addWidget(line);
        column->addWidget(text);
        courses->addLayout(column, 1);
    };
    course(0, m_calls, m_callsText);
    course(1, m_cost, m_costText);
    layout->addWidget(m_use);

    layout->addSpacing(4);
    layout->addWidget(heading(tr("Who already has it"), this));
    m_holders = new KeyValueList(this);
    layout->addWidget(m_holders);
}

void DossierPanel::show(const gateway::Subscription &request, const Dossier &dossier, const QString &subject,
                        bool isOpen)
{
    showCautions(request, dossier, subject, isOpen);
    showUse(dossier);
    showHolders(request, dossier);
}

void DossierPanel::showCautions(const gateway::Subscription &request, const Dossier &dossier,
                                const QString &subject, bool isOpen)
{
    QList<std::pair<int, QString>> texts;
    for (const workspace::Caution caution : cautionsFor(request, dossier, subject)) {
        const ToneText text = textOf(caution, request, dossier);
        texts.append({int(text.tone), visibleText(text.text)});
    }
    if (!isOpen)
        texts.clear();
    if (texts != m_cautionTexts) {
        m_cautionTexts = texts;
        while (QLayoutItem *item = m_cautionLayout->takeAt(0)) {
            item->widget()->deleteLater();
            delete item;
        }
        for (const auto &[tone, text] : std::as_const(texts)) {
            MessageBar::Message message;
            message.tone = Tone(tone);
            message.text = text;
            message.canDismiss = false;
            m_cautionLayout->addWidget(new MessageRow(message, m_cautions));
        }
    }
    m_cautions->setVisible(!texts.isEmpty());

    QList<KeyValueList::Row> effects;
    if (isOpen && dossier.budget)
        effects.append({tr("tenant budget"), budgetText(*dossier.budget)});
    if (isOpen && dossier.plan)
        effects.append({tr("quota"), visibleText(planText(*dossier.plan))});
    if (const workspace::Freshness catalogue = dossier.freshness.value(Part::Catalogue);
        isOpen && effects.isEmpty() && !catalogue.readAt.isValid())
        effects.append(muted(tr("budget"), missing(catalogue)));
    m_effects->setRows(effects);
    m_effects->setVisible(!effects.isEmpty());
    m_ifHeading->setVisible(!texts.isEmpty() || !effects.isEmpty());
}

void DossierPanel::showUse(const Dossier &dossier)
{
    m_use->setVisible(dossier.use.has_value());
    m_useState->setVisible(!dossier.use);
    if (!dossier.use) {
        const bool isAsked = dossier.freshness.contains(Part::Use);
        m_useState->setText(isAsked ? missing(dossier.freshness.value(Part::Use)) : tr("being read…"));
        return;
    }
    m_calls->setValues(doubles(dossier.use->calls));
    m_calls->setAccessibleName(tr("Calls a day, last 30 days"));
    m_callsText->setText(callsText(*dossier.use));
    m_cost->setValues(doubles(dossier.use->costMicros));
    m_cost->setAccessibleName(tr("Cost a day, last 30 days"));
    m_costText->setText(tr("%1 in all").arg(figures::money(dossier.use->totalCost)));
    setPlainToolTip(*m_costText, figures::exactMoney(dossier.use->totalCost));
}

void DossierPanel::showHolders(const gateway::Subscription &request, const Dossier &dossier)
{
    QList<KeyValueList::Row> rows;
    if (dossier.holders) {
        if (!dossier.holders->ofSameTenant.isEmpty())
            rows.append({tr("same tenant"), visibleText(some(dossier.holders->ofSameTenant))});
        rows.append({tr("same API"), holdersText(*dossier.holders)});
    } else {
        rows.append(muted(tr("same API"), missing(dossier.freshness.value(Part::Holders))));
    }
    if (dossier.rights) {
        QStringList rights;
        for (const gateway::Subscription &right : *dossier.rights)
            rights.append(rightText(right));
        rows.append({tr("its other rights"), rights.isEmpty() ? tr("none") : visibleText(some(rights))});
    } else {
        rows.append(muted(tr("its other rights"), missing(dossier.freshness.value(Part::Rights))));
    }
    if (dossier.history) {
        for (const workspace::PastDecision &past : *dossier.history)
            rows.append(
                {rows.isEmpty() || rows.last().key == tr("decided before") || rows.last().key.isEmpty()
                     ? QString()
                     : tr("decided before"),
                 visibleText(pastText(past))});
        if (dossier.history->isEmpty())
            rows.append({tr("decided before"), tr("nothing on %1").arg(visibleText(request.apiName))});
    } else if (dossier.freshness.contains(Part::History)) {
        rows.append(muted(tr("decided before"), missing(dossier.freshness.value(Part::History))));
    }
    m_holders->setRows(rows);
}

} // namespace gatehouse::ui
