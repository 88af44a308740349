// SPDX-License-Identifier: GPL-3.0-or-later
// What the filter line offers to type. The line itself is in searchfield.cpp.
#include "ui/delegates/rowdelegate.h"
#include "ui/models/roles.h"
#include "ui/theme/metrics.h"
#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"
#include "ui/widgets/card.h"
#include "ui/widgets/searchfield.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QListWidget>
#include <QScrollBar>

namespace gatehouse::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int leastWidth = 220;
constexpr int inset = metrics::unit;

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
        m_card = new Card(window(), Card::Ground::Raised);
        m_candidates = new QListWidget(m_card);
        m_candidates->setObjectName(u"candidates"_s);
        m_candidates->setItemDelegate(new RowDelegate(m_candidates));
        m_candidates->setFocusPolicy(Qt::NoFocus);
        m_candidates->setFrameShape(QFrame::NoFrame);
        m_candidates->viewport()->setAutoFillBackground(false); // the card shows
        m_candidates->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        m_candidates->setAccessibleName(tr("Suggestions"));
        m_candidates->setUniformItemSizes(true);
        connect(m_candidates, &QListWidget::itemPressed, this,
                [this](QListWidgetItem *item) { take(m_candidates->row(item)); });
        connect(this, &QObject::destroyed, m_card, &QObject::deleteLater);
    }
    m_candidates->clear();
    const QFontMetrics mono(ui::font(Type::Mono));
    int width = leastWidth;
    for (const QString &candidate : std::as_const(m_completion.candidates)) {
        auto *item = new QListWidgetItem(candidate, m_candidates);
        item->setData(CellRole, int(Cell::Mono));
        item->setData(ToneRole, int(Tone::Text));
        width = std::max(width, mono.horizontalAdvance(candidate) + 8 * inset);
    }
    m_candidates->setCurrentRow(-1);
    const QPoint below = mapTo(window(), QPoint(cursorRect().left(), height() + inset));
    width = std::min(width, window()->width() - 2 * inset);
    const int rows = int(m_completion.candidates.size()) * metrics::rowHeight;
    m_card->setGeometry(std::clamp(below.x(), inset, window()->width() - width - inset), below.y(), width,
                        rows + 2 * inset);
    m_candidates->setGeometry(1, inset, width - 2, rows);
    m_card->show();
    m_card->raise();
}

void SearchField::hideCandidates()
{
    if (m_card)
        m_card->hide();
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
