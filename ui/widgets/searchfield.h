// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

#include <functional>

class QListWidget;

namespace gatehouse::ui {

// The filter line: mono, with the "/" key shown while it is empty and not focused. Green when it parses, red
// when it does not (with the reason in the accessible description and the tooltip).
class SearchField : public QLineEdit
{
    Q_OBJECT
public:
    enum class Verdict { Neutral, Good, Wrong };

    // What could stand at the cursor: each candidate replaces what is at `position`.
    struct Completion
    {
        int position = 0;
        int length = 0;
        QStringList candidates = {};
    };
    using Completer = std::function<Completion(const QString &text, int cursor)>;

    explicit SearchField(QWidget *parent = nullptr);

    void setVerdict(Verdict verdict, const QString &reason = {});
    [[nodiscard]] Verdict verdict() const { return m_verdict; }

    // Candidates stand below the field while something is typed: Down and Up choose, Tab takes the chosen or
    // the first one, Enter the chosen one, Esc closes. Down in the field shows them without typing.
    void setCompleter(Completer completer);
    [[nodiscard]] QStringList candidates() const; // while they are shown
    // What else could be typed, faintly behind the text.
    void setHint(const QString &hint);

signals:
    void left(); // Esc in an empty field: give the focus back to the list

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override; // Esc clears, then leaves
    void changeEvent(QEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool event(QEvent *event) override; // Tab would go on to the next widget

private:
    void updateColour();
    void paintHint(QPainter &painter) const;
    bool completionKey(const QKeyEvent &event);
    void showCandidates();
    void hideCandidates();
    void choose(int row);
    void take(int row);

    Verdict m_verdict = Verdict::Neutral;
    bool m_isColouring = false; // a palette of our own is a palette change, too
    QString m_hint;
    Completer m_completer;
    Completion m_completion;
    QWidget *m_card = nullptr; // made when first needed, on the window; holds the candidates
    QListWidget *m_candidates = nullptr;
};

} // namespace gatehouse::ui
