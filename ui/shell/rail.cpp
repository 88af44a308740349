// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/rail.h"

#include "ui/shell/connectionbutton.h"
#include "ui/shell/personbutton.h"
#include "ui/shell/railitem.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/plainlabel.h"

#include <QPainter>
#include <QVBoxLayout>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

Rail::Rail(QWidget *parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
    , m_connection(new ConnectionButton)
    , m_person(new PersonButton)
    , m_collapse(new RailItem(tr("Collapse"), Icon::Collapse))
{
    setObjectName(u"rail"_s);
    setAccessibleName(tr("Navigation"));
    m_column->setContentsMargins(8, 12, 8, 12);
    m_column->setSpacing(0);
    m_column->addWidget(m_connection);
    m_column->addSpacing(12);
    m_sections.insert(int(Page::Group::Work), makeSection({}));
    m_sections.insert(int(Page::Group::Manage), makeSection(tr("Manage")));
    m_sections.insert(int(Page::Group::Govern), makeSection(tr("Govern")));
    m_column->addStretch(1);
    m_sections.insert(int(Page::Group::Bottom), makeSection({}));
    m_collapse->setObjectName(u"rail-collapse"_s);
    m_collapse->setCheckable(false);
    connect(m_collapse, &RailItem::clicked, this, [this] {
        setCollapsed(!m_isCollapsed);
        emit collapseToggled(m_isCollapsed);
    });
    m_column->addWidget(m_collapse);
    m_column->addSpacing(4);
    m_column->addWidget(m_person);
    updateHeadings();
    setFixedWidth(metrics::railWidth);
}

Rail::Section Rail::makeSection(const QString &heading)
{
    Section section;
    if (!heading.isEmpty()) {
        section.heading = new PlainLabel(heading, Type::Caption, Tone::Muted);
        section.heading->setContentsMargins(8, 16, 8, 6);
        m_column->addWidget(section.heading);
    }
    section.items = new QVBoxLayout;
    section.items->setSpacing(0);
    m_column->addLayout(section.items);
    return section;
}

void Rail::addPage(const Page::About &about)
{
    if (about.group == Page::Group::Hidden)
        return;
    auto *item = new RailItem(about.title, about.icon);
    item->setObjectName(u"rail-"_s + about.id);
    if (!about.key.isNull())
        item->setKeys(tr("g then %1").arg(about.key));
    item->setCollapsed(m_isCollapsed);
    connect(item, &RailItem::clicked, this, [this, id = about.id] { emit chosen(id); });
    m_sections.value(int(about.group)).items->addWidget(item);
    m_items.insert(about.id, item);
    updateHeadings();
    setTabOrder(m_connection, item);
}

void Rail::removePage(const QString &id)
{
    delete m_items.take(id);
    updateHeadings();
}

void Rail::setCurrent(const QString &id)
{
    for (auto item = m_items.cbegin(); item != m_items.cend(); ++item)
        item.value()->setChecked(item.key() == id);
}

void Rail::setBadge(const QString &id, int count)
{
    if (RailItem *item = m_items.value(id))
        item->setBadge(count);
}

void Rail::setCollapsed(bool collapsed)
{
    m_isCollapsed = collapsed;
    setFixedWidth(collapsed ? metrics::railCollapsedWidth : metrics::railWidth);
    m_connection->setCollapsed(collapsed);
    m_person->setCollapsed(collapsed);
    m_collapse->setCollapsed(collapsed);
    m_collapse->setText(collapsed ? tr("Expand") : tr("Collapse"));
    m_collapse->setAccessibleName(m_collapse->text());
    for (RailItem *item : std::as_const(m_items))
        item->setCollapsed(collapsed);
    updateHeadings();
}

void Rail::updateHeadings()
{
    for (const Section &section : std::as_const(m_sections)) {
        if (section.heading)
            section.heading->setVisible(section.items->count() > 0 && !m_isCollapsed);
    }
}

void Rail::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &tokens = Tokens::of(palette());
    painter.fillRect(rect(), tokens.sunken);
    painter.fillRect(width() - 1, 0, 1, height(), tokens.border);
}

} // namespace gatehouse::ui
