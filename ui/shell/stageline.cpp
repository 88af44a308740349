// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/stageline.h"

#include <QPainter>

namespace gatehouse::ui {

Tone toneOf(workspace::Stage stage)
{
    switch (stage) {
    case workspace::Stage::Production:
        return Tone::Wrong;
    case workspace::Stage::Staging:
        return Tone::Look;
    case workspace::Stage::Development:
        return Tone::Good;
    case workspace::Stage::Sandbox:
        return Tone::Accent;
    }
    Q_UNREACHABLE();
}

QString nameOf(workspace::Stage stage)
{
    switch (stage) {
    case workspace::Stage::Production:
        return StageLine::tr("Production");
    case workspace::Stage::Staging:
        return StageLine::tr("Staging");
    case workspace::Stage::Development:
        return StageLine::tr("Development");
    case workspace::Stage::Sandbox:
        return StageLine::tr("Sandbox");
    }
    Q_UNREACHABLE();
}

StageLine::StageLine(QWidget *parent)
    : QWidget(parent)
{
    setFixedHeight(2);
    setStage(m_stage);
}

void StageLine::setStage(workspace::Stage stage)
{
    m_stage = stage;
    setAccessibleName(tr("Stage: %1").arg(nameOf(stage)));
    update();
}

void StageLine::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), Tokens::of(palette()).color(toneOf(m_stage)));
}

} // namespace gatehouse::ui
