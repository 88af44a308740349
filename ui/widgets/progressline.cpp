// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/progressline.h"

#include "ui/theme/tokens.h"

#include <QPainter>
#include <QStyle>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

ProgressLine::ProgressLine(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"progress"_s);
    setFixedHeight(2);
    setAccessibleName(tr("Nothing is being read"));
    m_timer.setInterval(33);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_position = (m_position + 25) % 1400;
        update();
    });
}

void ProgressLine::setRunning(bool running)
{
    if (running == m_isRunning)
        return;
    m_isRunning = running;
    m_position = 0;
    setAccessibleName(running ? tr("Reading") : tr("Nothing is being read"));
    const bool isMotionWelcome = qEnvironmentVariableIsEmpty("GATEHOUSE_REDUCED_MOTION") &&
                                 style()->styleHint(QStyle::SH_Widget_Animate, nullptr, this);
    if (running && isMotionWelcome)
        m_timer.start();
    else
        m_timer.stop();
    update();
}

void ProgressLine::paintEvent(QPaintEvent *)
{
    if (!m_isRunning)
        return;
    QPainter painter(this);
    const Tokens &tokens = Tokens::of(palette());
    painter.fillRect(rect(), tokens.accentTint);
    const int length = width() * 2 / 5;
    const int start = m_timer.isActive() ? width() * m_position / 1000 - length : 0;
    painter.fillRect(QRect(start, 0, m_timer.isActive() ? length : width(), height()), tokens.accent);
}

} // namespace gatehouse::ui
