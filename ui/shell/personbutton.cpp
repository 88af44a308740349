// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/personbutton.h"

#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/theme/stylepaint.h"
#include "ui/theme/typography.h"
#include "ui/widgets/plainlabel.h"

#include <QPainter>

namespace gatehouse::ui {

namespace {

QString initialsOf(const QString &name)
{
    const QStringList words = name.split(u' ', Qt::SkipEmptyParts);
    QString result;
    if (!words.isEmpty())
        result += words.first().at(0).toUpper();
    if (words.size() > 1)
        result += words.last().at(0).toUpper();
    return result;
}

} // namespace

PersonButton::PersonButton(QWidget *parent)
    : QAbstractButton(parent)
{
    setObjectName(QStringLiteral("person"));
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::TabFocus);
    setPerson({}, {});
}

void PersonButton::setPerson(const QString &name, const QString &role)
{
    m_isSignedIn = !name.isEmpty();
    setText(m_isSignedIn ? name : tr("Signed out"));
    m_role = m_isSignedIn ? role : tr("Sign in…");
    m_initials = initialsOf(name);
    setAccessibleName(m_isSignedIn ? tr("Signed in as %1").arg(name) : text());
    setAccessibleDescription(m_role);
    setToolTip(asPlainToolTip(text() + QStringLiteral("\n") + m_role));
    update();
}

void PersonButton::setCollapsed(bool collapsed)
{
    m_isCollapsed = collapsed;
    update();
}

QSize PersonButton::sizeHint() const
{
    return {40, 44};
}

void PersonButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &tokens = Tokens::of(palette());
    if (underMouse() || isDown())
        paint::box(painter, rect(), paint::mixed(tokens.sunken, tokens.text, 0.05), {},
                   metrics::controlRadius);
    const QRect disc(m_isCollapsed ? (width() - 24) / 2 : 4, (height() - 24) / 2, 24, 24);
    paint::box(painter, disc, m_isSignedIn ? tokens.accentTint : tokens.surface,
               m_isSignedIn ? QColor() : tokens.border, 12);
    if (m_isSignedIn) {
        painter.setFont(ui::font(Type::CaptionStrong));
        painter.setPen(tokens.accent);
        painter.drawText(disc, Qt::AlignCenter, m_initials);
    } else {
        painter.drawPixmap(disc.topLeft() + QPoint(5, 5),
                           pixmap(Icon::SignIn, tokens.muted, 14, devicePixelRatioF()));
    }
    if (!m_isCollapsed) {
        const int room = width() - 36 - 6;
        painter.setFont(ui::font(Type::BodyMedium));
        painter.setPen(tokens.text);
        painter.drawText(QRect(36, m_role.isEmpty() ? (height() - 19) / 2 : 4, room, 19),
                         Qt::AlignVCenter | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(text(), Qt::ElideRight, room));
        painter.setFont(ui::font(Type::Caption));
        painter.setPen(tokens.muted);
        painter.drawText(QRect(36, 23, room, 16), Qt::AlignVCenter | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(m_role, Qt::ElideRight, room));
    }
    if (hasFocus())
        paint::focusRing(painter, rect(), tokens, metrics::controlRadius);
}

} // namespace gatehouse::ui
