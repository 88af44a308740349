// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/pagehead.h"

#include "ui/theme/metrics.h"
#include "ui/widgets/freshnesslabel.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

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
    auto *label = new PlainLabel(title, Type::Title, Tone::Text, this);
    m_row->addWidget(label);
    m_row->addWidget(m_facts);
    m_row->addStretch(1);
    m_row->addWidget(m_freshness);
    m_facts->hide();
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
    m_row->addWidget(widget);
}

void PageHead::addLine(QWidget *widget)
{
    m_lines->addWidget(widget);
}

} // namespace gatehouse::ui
