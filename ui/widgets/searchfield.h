// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

namespace gatehouse::ui {

// The filter line: mono, with the "/" key shown while it is empty and not focused. Green when it parses, red
// when it does not (with the reason in the accessible description and the tooltip).
class SearchField : public QLineEdit
{
    Q_OBJECT
public:
    enum class Verdict { Neutral, Good, Wrong };

    explicit SearchField(QWidget *parent = nullptr);

    void setVerdict(Verdict verdict, const QString &reason = {});
    [[nodiscard]] Verdict verdict() const { return m_verdict; }

signals:
    void left(); // Esc in an empty field: give the focus back to the list

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override; // Esc clears, then leaves
    void changeEvent(QEvent *event) override;

private:
    void updateColour();

    Verdict m_verdict = Verdict::Neutral;
    bool m_isColouring = false; // a palette of our own is a palette change, too
};

} // namespace gatehouse::ui
