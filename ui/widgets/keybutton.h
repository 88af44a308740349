// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QPushButton>

namespace gatehouse::ui {

// A button that shows its key. The key itself belongs to the page's QAction (Page::addPageAction); attach()
// keeps text, key and enabled state of both the same.
class KeyButton : public QPushButton
{
    Q_OBJECT
public:
    enum class Kind {
        Secondary,
        Primary, // one on a page
        Danger,  // red words
        Quiet,   // no border
    };
    Q_ENUM(Kind)

    explicit KeyButton(const QString &text = {}, Kind kind = Kind::Secondary, QWidget *parent = nullptr);

    [[nodiscard]] Kind kind() const { return m_kind; }
    void setKind(Kind kind);
    [[nodiscard]] QString keyText() const { return m_keyText; }
    void setKey(const QKeySequence &key); // only shown
    // Follows the action and triggers it.
    void attach(QAction *action);
    // A small arrow says that a menu opens: where setMenu() was called.
    [[nodiscard]] bool hasArrow() const { return menu() != nullptr; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int keyWidth() const;
    void drawFocus(QPainter &painter) const;

    Kind m_kind;
    QString m_keyText;
};

} // namespace gatehouse::ui
