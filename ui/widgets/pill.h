// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QWidget>

namespace gatehouse::ui {

// A word on a tint: "sensitive", "3 approve". Muted is the neutral one.
class Pill : public QWidget
{
    Q_OBJECT
public:
    explicit Pill(const QString &text = {}, Tone tone = Tone::Muted, QWidget *parent = nullptr);

    [[nodiscard]] QString text() const { return m_text; }
    void setText(const QString &text);
    [[nodiscard]] Tone tone() const { return m_tone; }
    void setTone(Tone tone);

    [[nodiscard]] QSize sizeHint() const override;

    static constexpr int height = 18;
    [[nodiscard]] static int widthOf(const QString &text);
    // The same drawing for delegates: elides to the rectangle.
    static void paint(QPainter &painter, const QRect &rect, const QString &text, Tone tone,
                      const Tokens &tokens);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    Tone m_tone;
};

} // namespace gatehouse::ui
