// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"

#include <QLabel>

namespace gatehouse::ui {

// The only label: always plain text, whatever a server sent. Elided, it shows one line and keeps the full
// text in an (escaped) tooltip.
class PlainLabel : public QLabel
{
    Q_OBJECT
public:
    explicit PlainLabel(const QString &text = {}, QWidget *parent = nullptr);
    PlainLabel(const QString &text, Type type, Tone tone = Tone::Text, QWidget *parent = nullptr);

    void setType(Type type);
    void setTone(Tone tone);
    [[nodiscard]] Tone tone() const { return m_tone; }
    void setElided(bool elided);
    void setSelectable(bool selectable); // by mouse and keyboard

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override; // the text may have changed since the last resize

private:
    void updateToolTip();

    Tone m_tone = Tone::Text;
    bool m_isElided = false;
};

// Text for a tooltip or "what's this", which Qt would otherwise search for markup.
[[nodiscard]] QString asPlainToolTip(const QString &text);
// The tooltip of a widget that describes itself in no other way. Screen readers are told the bare text: else
// they would read the tooltip's markup.
void setPlainToolTip(QWidget &widget, const QString &text);

} // namespace gatehouse::ui
