// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/trayicon.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/theme/typography.h"

#include <QPainter>
#include <QTimer>

#include <chrono>

using namespace Qt::StringLiterals;

namespace gatehouse::ui {

namespace {

constexpr int mostShown = 99;
constexpr int mostAsked = 12;
constexpr std::chrono::seconds askAgainAfter{5};
constexpr int sizes[]{16, 22, 24, 32, 48, 64};

QString numberFor(int waiting)
{
    return waiting > mostShown ? QString::number(mostShown) + u'+' : QString::number(waiting);
}

// As large as the corner allows: a tray is 16 to 24 pixels high.
void drawCount(QPainter &painter, const QString &number, const Tokens &tokens, int size)
{
    const qreal height = size * 0.62;
    const qreal width = std::min<qreal>(size, height * (0.55 + 0.45 * double(number.size())));
    const QRectF badge(size - width, size - height, width, height);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.wrong);
    painter.drawRoundedRect(badge, height / 2, height / 2);
    QFont figures = font(Type::BodyStrong);
    figures.setPixelSize(std::max(6, qRound(height * (number.size() > 2 ? 0.62 : 0.82))));
    painter.setFont(figures);
    painter.setPen(tokens.onAccent);
    painter.drawText(badge, Qt::AlignCenter, number);
}

} // namespace

TrayIcon::TrayIcon(const Theme &theme, QObject *parent)
    : QObject(parent)
    , m_theme(theme)
{
    const auto add = [this](const QString &id, const QString &text, auto signal) {
        QAction *action = m_menu.addAction(text);
        action->setObjectName(id);
        connect(action, &QAction::triggered, this, signal);
    };
    add(u"open"_s, tr("Open Gatehouse"), &TrayIcon::openRequested);
    add(u"approvals"_s, tr("Approvals"), &TrayIcon::approvalsRequested);
    m_menu.addSeparator();
    add(u"quit"_s, tr("Quit"), &TrayIcon::quitRequested);
    connect(&m_theme, &Theme::changed, this, &TrayIcon::draw);
}

void TrayIcon::show()
{
    if (m_icon)
        return;
    // An icon that was made before there is a tray never gets into it.
    if (!QSystemTrayIcon::isSystemTrayAvailable()) {
        if (++m_asked < mostAsked)
            QTimer::singleShot(askAgainAfter, this, &TrayIcon::show);
        return;
    }
    m_icon = std::make_unique<QSystemTrayIcon>();
    m_icon->setContextMenu(&m_menu);
    connect(m_icon.get(), &QSystemTrayIcon::activated, this,
            [this](QSystemTrayIcon::ActivationReason reason) {
                if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
                    emit openRequested();
            });
    connect(m_icon.get(), &QSystemTrayIcon::messageClicked, this, &TrayIcon::messageClicked);
    draw();
    m_icon->show();
}

void TrayIcon::setCount(int waiting)
{
    if (waiting == m_waiting)
        return;
    m_waiting = waiting;
    draw();
}

void TrayIcon::tell(const QString &title, const QString &text)
{
    if (m_icon)
        m_icon->showMessage(title, text, QSystemTrayIcon::Information);
}

void TrayIcon::draw()
{
    if (!m_icon)
        return;
    QIcon icon;
    for (const int size : sizes)
        icon.addPixmap(picture(m_waiting, m_theme.tokens(), size));
    m_icon->setIcon(icon);
    m_icon->setToolTip(toolTip());
}

QString TrayIcon::toolTip() const
{
    if (m_waiting == 0)
        return tr("Gatehouse: no request waits for you.");
    if (m_waiting == 1)
        return tr("Gatehouse: one request waits for you.");
    return tr("Gatehouse: %1 requests wait for you.").arg(m_waiting);
}

QPixmap TrayIcon::picture(int waiting, const Tokens &tokens, int size)
{
    QPixmap drawn(size, size);
    drawn.fill(Qt::transparent);
    QPainter painter(&drawn);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.accent);
    painter.drawRoundedRect(QRectF(0, 0, size, size), size / 5.0, size / 5.0);
    const int inner = qRound(size * 0.7);
    const int margin = (size - inner) / 2;
    painter.drawPixmap(margin, margin, pixmap(Icon::Inbox, tokens.onAccent, inner));
    if (waiting > 0)
        drawCount(painter, numberFor(waiting), tokens, size);
    return drawn;
}

} // namespace gatehouse::ui
