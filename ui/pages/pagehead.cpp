// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/pagehead.h"

#include "ui/theme/metrics.h"
#include "ui/widgets/freshnesslabel.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/plainlabel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include <utility>

namespace gatehouse::ui {

PageHead::PageHead(const QString &title, const Clock &clock, QWidget *parent)
    : Panel(Ground::Background, Qt::BottomEdge, parent)
    , m_lines(new QVBoxLayout(this))
    , m_row(new QHBoxLayout)
    , m_facts(new Pill({}, Tone::Muted, this))
    , m_freshness(new FreshnessLabel(clock, this))
{
    m_lines->setContentsMargins(metrics::pageMargin, 14, metrics::pageMargin, 10);
    m_lines->setSpacing(10);
    m_lines->addLayout(m_row);
    m_row->setSpacing(metrics::gap);
    m_row->addStrut(metrics::controlHeight); // as high without actions
    m_freshness->setElided(true);            // the first to give way
    m_title = new PlainLabel(title, Type::Title, Tone::Text, this);
    m_row->addWidget(m_title);
    m_row->addWidget(m_facts);
    m_row->addStretch(1);
    m_row->addWidget(m_freshness);
    m_facts->hide();
    m_actions = new QWidget(this);
    m_actionLayout = new QBoxLayout(QBoxLayout::LeftToRight, m_actions);
    m_actionLayout->setContentsMargins({});
    m_actionLayout->setSpacing(metrics::gap);
    m_row->addWidget(m_actions);
    m_actions->hide(); // until there is one
}

void PageHead::resizeEvent(QResizeEvent *event)
{
    Panel::resizeEvent(event);
    placeActions();
}

bool PageHead::event(QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest)
        placeActions();
    return Panel::event(event);
}

void PageHead::placeActions()
{
    const int room = width() - 2 * metrics::pageMargin;
    int needed = 0;
    for (int i = 0; i < m_actionLayout->count(); ++i) {
        // Hidden until the page is shown for the first time is not hidden by somebody.
        const QWidget *action = m_actionLayout->itemAt(i)->widget();
        if (!action->isHidden() || !action->testAttribute(Qt::WA_WState_ExplicitShowHide))
            needed += action->sizeHint().width() + metrics::gap;
    }
    int before = m_title->sizeHint().width() + metrics::gap + m_freshness->minimumSizeHint().width();
    if (!m_facts->isHidden())
        before += m_facts->sizeHint().width() + metrics::gap;
    const Place place = before + needed <= room         ? Place::Beside
                        : needed - metrics::gap <= room ? Place::Below
                                                        : Place::Stacked;
    if (std::exchange(m_place, place) == place)
        return;
    m_actionLayout->setDirection(place == Place::Stacked ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_row->removeWidget(m_actions);
    m_lines->removeWidget(m_actions);
    if (place == Place::Beside)
        m_row->addWidget(m_actions);
    else
        m_lines->insertWidget(1, m_actions, 0, Qt::AlignLeft);
}

void PageHead::setFacts(const QString &text)
{
    m_facts->setText(text);
    m_facts->setVisible(!text.isEmpty());
}

QString PageHead::facts() const
{
    return m_facts->text();
}

void PageHead::addAction(QWidget *widget)
{
    m_actionLayout->addWidget(widget);
    m_actions->show();
}

void PageHead::addLine(QWidget *widget)
{
    m_lines->addWidget(widget);
}

} // namespace gatehouse::ui
