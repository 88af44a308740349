// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/connection.h"
#include "ui/theme/tokens.h"

#include <QWidget>

namespace gatehouse::ui {

// Which gateway am I on: production red, staging amber, development green, sandbox blue.
[[nodiscard]] Tone toneOf(workspace::Stage stage);
[[nodiscard]] QString nameOf(workspace::Stage stage);

// The thin line on top of every window.
class StageLine : public QWidget
{
    Q_OBJECT
public:
    explicit StageLine(QWidget *parent = nullptr);
    void setStage(workspace::Stage stage);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    workspace::Stage m_stage = workspace::Stage::Sandbox;
};

} // namespace gatehouse::ui
