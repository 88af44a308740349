// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/keybutton.h"

#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/stylepaint.h"
#include "ui/theme/typography.h"
#include "ui/widgets/plainlabel.h"

#include <QAction>
#include <QFontMetrics>
#include <QPainter>
#include <QStyleOptionButton>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int margin = 11;
constexpr int gap = 8;
constexpr int arrow = 12;

paint::ButtonKind paintKind(KeyButton::Kind kind)
{
    switch (kind) {
    case KeyButton::Kind::Secondary:
        return paint::ButtonKind::Secondary;
    case KeyButton::Kind::Primary:
        return paint::ButtonKind::Primary;
    case KeyButton::Kind::Danger:
        return paint::ButtonKind::Danger;
    case KeyButton::Kind::Quiet:
        return paint::ButtonKind::Quiet;
    }
    Q_UNREACHABLE();
}

// Short enough for a button: "Ctrl+↵".
QString shortText(const QKeySequence &key)
{
    QString text = key.toString(QKeySequence::NativeText);
    text.replace(u"Return"_s, u"↵"_s).replace(u"Enter"_s, u"↵"_s);
    return text;
}

} // namespace

KeyButton::KeyButton(const QString &text, Kind kind, QWidget *parent)
    : QPushButton(text, parent)
    , m_kind(kind)
{
    setFont(ui::font(Type::BodyMedium));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAutoDefault(false);
    setFocusPolicy(Qt::TabFocus); // a click leaves the keys to the list
    if (!text.isEmpty())
        setAccessibleName(text);
}

void KeyButton::setKind(Kind kind)
{
    m_kind = kind;
    update();
}

void KeyButton::setKey(const QKeySequence &key)
{
    m_keyText = shortText(key);
    setAccessibleDescription(m_keyText.isEmpty() ? QString()
                                                 : tr("Key: %1").arg(key.toString(QKeySequence::NativeText)));
    updateGeometry();
    update();
}

void KeyButton::attach(QAction *action)
{
    const auto follow = [this, action] {
        setText(action->text());
        setAccessibleName(action->text());
        setKey(action->shortcut());
        setEnabled(action->isEnabled());
        setToolTip(action->statusTip().isEmpty() ? QString() : asPlainToolTip(action->statusTip()));
    };
    follow();
    connect(action, &QAction::changed, this, follow);
    connect(this, &QPushButton::clicked, action, &QAction::trigger);
}

int KeyButton::keyWidth() const
{
    return m_keyText.isEmpty() ? 0 : paint::keyWidth(m_keyText) + gap;
}

QSize KeyButton::sizeHint() const
{
    int width = 2 * margin + keyWidth();
    if (!text().isEmpty())
        width += QFontMetrics(font()).size(Qt::TextShowMnemonic, text()).width();
    if (!icon().isNull())
        width += iconSize().width() + (text().isEmpty() ? -4 : gap);
    if (hasArrow())
        width += arrow + 6;
    return {width, std::max(metrics::controlHeight, QFontMetrics(font()).height() + 12)};
}

void KeyButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    if (underMouse())
        option.state |= QStyle::State_MouseOver;
    const Tokens &tokens = Tokens::of(palette());
    const paint::ButtonLook look = paint::buttonLook(tokens, paintKind(m_kind), option.state);
    paint::box(painter, rect(), look.fill, look.border, metrics::controlRadius);

    QRect inner = rect().adjusted(margin, 0, -margin, 0);
    if (!icon().isNull()) {
        QRect square(QPoint(text().isEmpty() ? (width() - iconSize().width()) / 2 : inner.left(), 0),
                     iconSize());
        square.moveTop((height() - square.height()) / 2);
        icon().paint(&painter, square, Qt::AlignCenter, isEnabled() ? QIcon::Normal : QIcon::Disabled);
        inner.setLeft(square.right() + 1 + gap);
    }
    if (hasArrow()) {
        const QPixmap chevron =
            pixmap(Icon::ChevronDown, isEnabled() ? tokens.muted : tokens.faint, arrow, devicePixelRatioF());
        painter.drawPixmap(QPoint(inner.right() + 3 - arrow, (height() - arrow) / 2), chevron);
        inner.setRight(inner.right() - arrow - 6 + 2);
    }
    if (!m_keyText.isEmpty()) {
        const int wide = paint::keyWidth(m_keyText);
        paint::key(painter, QRect(inner.right() + 1 - wide, (height() - 16) / 2, wide, 16), m_keyText,
                   look.text);
        inner.setRight(inner.right() - wide - gap);
    }
    painter.setFont(font());
    painter.setPen(look.text);
    painter.drawText(inner, Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextHideMnemonic, text());
    if (hasFocus())
        drawFocus(painter);
}

void KeyButton::drawFocus(QPainter &painter) const
{
    const Tokens &tokens = Tokens::of(palette());
    if (m_kind == Kind::Primary) // the ring would not be seen on its own colour
        paint::box(painter, rect().adjusted(2, 2, -2, -2), {}, tokens.onAccent, metrics::controlRadius - 2);
    else
        paint::focusRing(painter, rect(), tokens, metrics::controlRadius);
}

} // namespace gatehouse::ui
