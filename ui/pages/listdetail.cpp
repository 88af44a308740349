// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/listdetail.h"

#include "ui/theme/metrics.h"

#include <QSplitter>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int detailWidth = 424;
constexpr int leastDetailWidth = 360;

} // namespace

ListDetail::ListDetail(QWidget *list, QWidget *detail, QWidget *parent)
    : QWidget(parent)
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_detail(detail)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_splitter);
    m_splitter->addWidget(list);
    m_splitter->addWidget(detail);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(0);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setSizes({100'000, detailWidth});
    detail->setMinimumWidth(leastDetailWidth);
    connect(m_splitter, &QSplitter::splitterMoved, this, &ListDetail::splitMoved);
}

void ListDetail::setDetailOpen(bool open)
{
    m_isOpen = open;
    arrange();
}

QByteArray ListDetail::splitState() const
{
    return m_splitter->saveState();
}

void ListDetail::restoreSplitState(const QByteArray &state)
{
    if (!state.isEmpty())
        m_splitter->restoreState(state);
}

void ListDetail::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void ListDetail::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    arrange();
}

void ListDetail::arrange()
{
    const bool overlay = window()->width() < metrics::overlayBelow;
    if (overlay != m_isOverlay) {
        m_isOverlay = overlay;
        if (overlay) {
            m_detail->setParent(this);
        } else {
            m_splitter->addWidget(m_detail);
            m_splitter->setSizes({std::max(0, width() - detailWidth), detailWidth});
        }
    }
    m_detail->setVisible(!overlay || m_isOpen);
    if (overlay) {
        const int wide = std::min(width(), detailWidth);
        m_detail->setGeometry(width() - wide, 0, wide, height());
        m_detail->raise();
    }
}

} // namespace gatehouse::ui
