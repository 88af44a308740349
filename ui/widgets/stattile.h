// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"
#include "ui/widgets/card.h"

namespace gatehouse::ui {

class PlainLabel;
class Sparkline;

// A number with its name, how it moved, and its recent course.
class StatTile : public Card
{
    Q_OBJECT
public:
    struct Content
    {
        QString caption;    // "Requests"
        QString number;     // "48.2 M"
        QString exact = {}; // full precision, in the tooltip
        QString delta = {}; // "▲ 12 %"
        Tone deltaTone = Tone::Muted;
        QString note = {}; // "against the previous 30 days"
        QList<double> course = {};
        int colour = 0;
    };

    explicit StatTile(QWidget *parent = nullptr);
    void setContent(const Content &content);

private:
    PlainLabel *m_caption = nullptr;
    PlainLabel *m_number = nullptr;
    PlainLabel *m_delta = nullptr;
    PlainLabel *m_note = nullptr;
    Sparkline *m_course = nullptr;
};

} // namespace gatehouse::ui
