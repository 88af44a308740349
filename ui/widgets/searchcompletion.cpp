// SPDX-License-Identifier: GPL-3.0-or-later
// What the filter line offers to type. The line itself is in searchfield.cpp.
#include "ui/theme/metrics.h"
#include "ui/theme/typography.h"
#include "ui/widgets/searchfield.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QListWidget>
#include <QScrollBar>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int rowHeight = 26;
constexpr int leastWidth = 220;

} // namespace

void SearchField::setCompleter(Completer completer)
{
    m_completer = std::move(completer);
    connect(this, &QLineEdit::textEdited, this, [this] {
        const QString before = text().first(cursorPosition());
        if (before.isEmpty() || before.back().isSpace())
            hideCandidates(); // nothing is typed yet that could be completed
        else
            showCandidates();
    });
}

QStringList SearchField::candidates() const
{
    return m_candidates && m_candidates->isVisible() ? m_completion.candidates : QStringList();
}

void SearchField::showCandidates()
{
    m_completion = m_completer ? m_completer(text(), cursorPosition()) : Completion();
    if (m_completion.candidates.isEmpty())
        return hideCandidates();
    if (!m_candidates) {
        // A child of the window and no popup: the focus stays in the field.
        m_candidates = new QListWidget(window());
        m_candidates->setObjectName(u"candidates"_s);
        m_candidates->setFocusPolicy(Qt::NoFocus);
        m_candidates->setFont(ui::font(Type::Mono));
        m_candidates->setFrameShape(QFrame::Box);
        m_candidates->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        m_candidates->setAccessibleName(tr("Suggestions"));
        m_candidates->setUniformItemSizes(true);
        connect(m_candidates, &QListWidget::itemPressed, this,
                [this](QListWidgetItem *item) { take(m_candidates->row(item)); });
        connect(this, &QObject::destroyed, m_candidates, &QObject::deleteLater);
    }
    m_candidates->clear();
    int width = leastWidth;
    for (const QString &candidate : std::as_const(m_completion.candidates)) {
        auto *item = new QListWidgetItem(candidate, m_candidates);
        item->setSizeHint({0, rowHeight});
        width = std::max(width, m_candidates->fontMetrics().horizontalAdvance(candidate) + 32);
    }
    m_candidates->setCurrentRow(-1);
    const QPoint below = mapTo(window(), QPoint(cursorRect().left(), height() + metrics::unit));
    width = std::min(width, window()->width() - 2 * metrics::unit);
    m_candidates->setGeometry(
        std::min(below.x(), window()->width() - width - metrics::unit), below.y(), width,
        int(m_completion.candidates.size()) * rowHeight + 2 * m_candidates->frameWidth());
    m_candidates->show();
    m_candidates->raise();
}

void SearchField::hideCandidates()
{
    if (m_candidates)
        m_candidates->hide();
}

void SearchField::choose(int row)
{
    const int count = m_candidates->count();
    m_candidates->setCurrentRow((row + count) % count);
    QAccessibleEvent event(m_candidates, QAccessible::Focus);
    event.setChild(m_candidates->currentRow());
    QAccessible::updateAccessibility(&event);
}

void SearchField::take(int row)
{
    const QString candidate = m_completion.candidates.value(row);
    QString changed = text();
    changed.replace(m_completion.position, m_completion.length, candidate);
    setText(changed);
    setCursorPosition(m_completion.position + int(candidate.size()));
    hideCandidates();
    const bool isKey = candidate.endsWith(u':') || candidate.endsWith(u'>') || candidate.endsWith(u'<');
    if (isKey)
        showCandidates(); // its values
}

bool SearchField::completionKey(const QKeyEvent &event)
{
    if (!m_completer || event.modifiers() != Qt::NoModifier)
        return false;
    if (candidates().isEmpty()) {
        if (event.key() == Qt::Key_Down)
            showCandidates();
        return event.key() == Qt::Key_Down;
    }
    const int current = m_candidates->currentRow();
    switch (event.key()) {
    case Qt::Key_Down:
        choose(current + 1);
        return true;
    case Qt::Key_Up:
        choose(std::max(current, 0) - 1);
        return true;
    case Qt::Key_Tab:
        take(std::max(current, 0));
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (current < 0) {
            hideCandidates();
            return false;
        }
        take(current);
        return true;
    case Qt::Key_Escape:
        hideCandidates();
        return true;
    default:
        return false;
    }
}

} // namespace gatehouse::ui
