// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/clipboardloan.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

ClipboardLoan::ClipboardLoan(std::chrono::milliseconds time, QObject *parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(time);
    connect(&m_timer, &QTimer::timeout, this, &ClipboardLoan::takeBack);
}

ClipboardLoan::~ClipboardLoan()
{
    takeBack();
}

void ClipboardLoan::lend(const QString &text)
{
    auto *data = new QMimeData;
    data->setText(text);
    data->setData(u"x-kde-passwordManagerHint"_s, "secret"); // no history of clipboards keeps it
    QGuiApplication::clipboard()->setMimeData(data);
    m_text = text;
    m_timer.start();
}

void ClipboardLoan::takeBack()
{
    m_timer.stop();
    const QString text = std::exchange(m_text, QString());
    QClipboard *clipboard = QGuiApplication::clipboard();
    if (text.isEmpty() || !clipboard)
        return;
    for (const QClipboard::Mode mode : {QClipboard::Clipboard, QClipboard::Selection}) {
        const bool isThere = mode == QClipboard::Clipboard || clipboard->supportsSelection();
        if (isThere && clipboard->text(mode) == text)
            clipboard->clear(mode);
    }
}

} // namespace gatehouse::ui
