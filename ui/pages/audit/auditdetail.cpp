// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/audit/auditdetail.h"

#include "ui/models/auditwords.h"
#include "ui/models/figures.h"
#include "ui/models/visibletext.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/keyvaluelist.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/scrollarea.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {
namespace {

constexpr int margin = 18;
constexpr int mostTargets = 8; // the log allows many; the page stays readable

QString described(const audit::Party &party)
{
    QString text = nameOf(party);
    if (!party.name.isEmpty() && !party.id.isEmpty())
        text += u" · "_s + visibleText(party.id);
    return party.type.isEmpty() ? text : u"%1 (%2)"_s.arg(text, visibleText(party.type));
}

QList<KeyValueList::Row> factsOf(const workspace::AuditTrail::Row &row)
{
    const auto tr = [](const char *text) { return AuditDetail::tr(text); };
    const audit::Event &event = row.event;
    const bool isOwn = row.origin == workspace::AuditTrail::Origin::Console;
    QList<KeyValueList::Row> rows{
        {tr("when"), figures::moment(event.time)},
        {tr("in UTC"), event.time.toUTC().toString(u"yyyy-MM-dd HH:mm:ss.zzz"_s), Type::Mono},
        {tr("source"), originOf(row)},
        {tr("who"), described(event.actor)},
    };
    const auto add = [&rows](const QString &key, const QString &value, Type type = Type::Body) {
        if (!value.isEmpty())
            rows.append({key, visibleText(value), type});
    };
    qsizetype shown = 0;
    for (const audit::Party &target : event.targets) {
        if (++shown > mostTargets) {
            add({}, tr("and %1 more").arg(event.targets.size() - mostTargets));
            break;
        }
        add(shown == 1 ? tr("on what") : QString(), described(target));
    }
    add(isOwn ? tr("reason given") : QString(), isOwn ? event.message : QString());
    add(isOwn ? tr("what came of it") : tr("why"), event.reason);
    add(tr("address"), event.address, Type::Mono);
    add(tr("place"), event.place);
    add(tr("program"), event.client);
    add(tr("kind"), event.type, Type::Mono);
    add(tr("id"), event.id, Type::Mono);
    return rows;
}

} // namespace

AuditDetail::AuditDetail(QWidget *parent)
    : Panel(Ground::Surface, Qt::LeftEdge, parent)
    , m_stack(new QStackedWidget(this))
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(1, 0, 0, 0);
    outer->addWidget(m_stack);
    auto *nothing = new EmptyState(m_stack);
    nothing->setContent(Icon::ShieldCheck, tr("No event selected"),
                        tr("Select one in the list with J and K to see all that is known of it."));
    m_stack->addWidget(nothing);

    auto *scroll = new ScrollArea(m_stack);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("Event"));
    auto *body = new QWidget(scroll);
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(margin, 14, margin, margin);
    layout->setSpacing(10);
    auto *heading = new QHBoxLayout;
    heading->setSpacing(8);
    m_what = new PlainLabel({}, Type::Section, Tone::Text, body);
    m_what->setElided(true);
    m_outcome = new Pill({}, Tone::Muted, body);
    heading->addWidget(m_what);
    heading->addWidget(m_outcome);
    heading->addStretch(1);
    layout->addLayout(heading);
    m_facts = new KeyValueList(body);
    layout->addWidget(m_facts);
    layout->addStretch(1);
    scroll->setWidget(body);
    body->setAutoFillBackground(false);
    body->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long word widens nothing
    scroll->viewport()->setAutoFillBackground(false);
    m_stack->addWidget(scroll);
}

void AuditDetail::show(const std::optional<workspace::AuditTrail::Row> &row)
{
    m_stack->setCurrentIndex(row ? 1 : 0);
    if (!row)
        return;
    m_what->setText(whatOf(*row));
    const ToneWord outcome = outcomeOf(*row);
    m_outcome->setText(outcome.text);
    m_outcome->setTone(outcome.tone);
    m_outcome->setVisible(!outcome.text.isEmpty());
    m_facts->setRows(factsOf(*row));
}

} // namespace gatehouse::ui
