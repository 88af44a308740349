// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/queuecodec.h"

#include <QDataStream>
#include <QIODevice>

#include <type_traits>

namespace gatehouse::workspace {

using namespace Qt::StringLiterals;

namespace {

constexpr quint32 kVersion = 0x47485102; // "GHQ", 2

// Writes and reads through the same list of members (visit), so that the two cannot drift apart.
class Writer
{
public:
    void operator()(const QString &text) { m_rows << place(text); }
    void operator()(const QByteArray &bytes) { m_rows << bytes; }
    void operator()(const QDateTime &time)
    {
        m_rows << (time.isValid() ? time.toMSecsSinceEpoch() : std::numeric_limits<qint64>::min());
    }
    void operator()(const bool &flag) { m_rows << flag; }
    void operator()(const qint64 &number) { m_rows << number; }
    void operator()(const int &number) { m_rows << qint32(number); }
    template <typename E>
    requires std::is_enum_v<E>
    void operator()(const E &value) { m_rows << static_cast<qint32>(value); }
    template <typename T>
    void operator()(const QList<T> &list);
    template <typename T>
    void operator()(const std::optional<T> &value);
    template <typename T>
    requires std::is_class_v<T>
    void operator()(const T &value);

    [[nodiscard]] QByteArray bytes()
    {
        QByteArray all;
        QDataStream out(&all, QIODevice::WriteOnly);
        out.setVersion(QDataStream::Qt_6_4);
        out << kVersion << static_cast<quint32>(m_texts.size());
        for (const QString &text : std::as_const(m_texts))
            out << text;
        out << m_body;
        return all;
    }

private:
    quint32 place(const QString &text)
    {
        const auto known = m_places.constFind(text);
        if (known != m_places.cend())
            return *known;
        const auto next = static_cast<quint32>(m_texts.size());
        m_places.insert(text, next);
        m_texts.append(text);
        return next;
    }

    QStringList m_texts;
    QHash<QString, quint32> m_places;
    QByteArray m_body;
    QDataStream m_rows{&m_body, QIODevice::WriteOnly};
};

class Reader
{
public:
    explicit Reader(const QByteArray &bytes)
    {
        QDataStream in(bytes);
        in.setVersion(QDataStream::Qt_6_4);
        quint32 version = 0;
        in >> version;
        if (version == kVersion) {
            readTexts(in);
            in >> m_body;
            m_isGood = in.status() == QDataStream::Ok && in.atEnd();
        }
        m_rows = std::make_unique<QDataStream>(m_body);
    }
    [[nodiscard]] bool isGood() const { return m_isGood && m_rows->status() == QDataStream::Ok; }
    [[nodiscard]] bool atEnd() const { return m_rows->atEnd(); }

    void operator()(QString &text)
    {
        const auto place = number<quint32>();
        if (place < static_cast<quint64>(m_texts.size()))
            text = m_texts.at(place);
        else
            m_isGood = false;
    }
    void operator()(QByteArray &bytes) { *m_rows >> bytes; }
    void operator()(QDateTime &time)
    {
        const auto ms = number<qint64>();
        if (ms != std::numeric_limits<qint64>::min())
            time = QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC);
    }
    void operator()(bool &flag) { *m_rows >> flag; }
    void operator()(qint64 &value) { value = number<qint64>(); }
    void operator()(int &value) { value = number<qint32>(); }
    template <typename E>
    requires std::is_enum_v<E>
    void operator()(E &value) { value = static_cast<E>(number<qint32>()); }
    template <typename T>
    void operator()(QList<T> &list);
    template <typename T>
    void operator()(std::optional<T> &value);
    template <typename T>
    requires std::is_class_v<T>
    void operator()(T &value);

private:
    // Not through QDataStream's own list: it reserves whatever a damaged length says.
    void readTexts(QDataStream &in)
    {
        quint32 count = 0;
        in >> count;
        for (quint32 i = 0; i < count && in.status() == QDataStream::Ok; ++i)
            in >> m_texts.emplaceBack();
    }
    template <typename N>
    N number()
    {
        N value = 0;
        *m_rows >> value;
        return value;
    }

    bool m_isGood = false;
    QStringList m_texts;
    QByteArray m_body;
    std::unique_ptr<QDataStream> m_rows;
};

template <typename V, typename T>
void visit(V &v, Id<T> &id)
{
    v(id.value);
}

template <typename V, typename E>
void visit(V &v, gateway::Word<E> &word)
{
    v(word.value);
    v(word.text);
}

template <typename V>
void visit(V &v, gateway::Money &money)
{
    v(money.micros);
    v(money.currency);
}

template <typename V>
void visit(V &v, gateway::Terms &terms)
{
    v(terms.expiresAt);
    v(terms.scopes);
    v(terms.plan);
}

template <typename V>
void visit(V &v, gateway::Enforcement &enforcement)
{
    v(enforcement.state);
    v(enforcement.since);
    v(enforcement.detail);
}

template <typename V>
void visit(V &v, gateway::Decision &decision)
{
    v(decision.verdict);
    v(decision.reason);
    v(decision.bySubject);
    v(decision.byName);
    v(decision.at);
    v(decision.idempotencyKey);
    v(decision.terms);
}

template <typename V>
void visit(V &v, gateway::Subscription &s)
{
    v(s.id), v(s.state), v(s.application), v(s.applicationName);
    v(s.api), v(s.apiName), v(s.apiVersion), v(s.sensitive);
    v(s.plan), v(s.scopes), v(s.grantedScopes), v(s.tenant), v(s.tenantName);
    v(s.requesterSubject), v(s.requesterName), v(s.justification);
    v(s.requestedAt), v(s.dueAt), v(s.expiresAt), v(s.lastUsedAt);
    v(s.estimatedMonthlyCost), v(s.requiredApprovals), v(s.decisions);
    v(s.mayDecide), v(s.mayNotDecideBecause), v(s.possible), v(s.reasonRequired);
    v(s.enforcement), v(s.etag);
}

template <typename V>
void visit(V &v, FirstPage &first)
{
    v(first.etag);
    v(first.ids);
    v(first.nextCursor);
}

template <typename V>
void visit(V &v, CachedQueue &queue)
{
    v(queue.readAt);
    v(queue.isComplete);
    v(queue.first);
    v(queue.requests);
}

template <typename T>
void Writer::operator()(const QList<T> &list)
{
    m_rows << static_cast<quint32>(list.size());
    for (const T &element : list)
        (*this)(element);
}

template <typename T>
void Writer::operator()(const std::optional<T> &value)
{
    m_rows << value.has_value();
    if (value)
        (*this)(*value);
}

template <typename T>
requires std::is_class_v<T>
void Writer::operator()(const T &value)
{
    visit(*this, const_cast<T &>(value)); // the writer only reads it
}

template <typename T>
void Reader::operator()(QList<T> &list)
{
    const auto size = number<quint32>();
    // Each element takes a byte at least: a damaged length must not become an allocation.
    if (size > static_cast<quint64>(m_body.size()))
        m_isGood = false;
    if (!isGood())
        return;
    list.reserve(std::min<qsizetype>(size, 65'536));
    for (quint32 i = 0; i < size && isGood(); ++i)
        (*this)(list.emplaceBack());
}

template <typename T>
void Reader::operator()(std::optional<T> &value)
{
    bool isThere = false;
    *m_rows >> isThere;
    if (isThere && isGood())
        (*this)(value.emplace());
}

template <typename T>
requires std::is_class_v<T>
void Reader::operator()(T &value)
{
    visit(*this, value);
}

} // namespace

QByteArray encodeQueue(const CachedQueue &queue)
{
    Writer writer;
    writer(queue);
    return writer.bytes();
}

Result<CachedQueue> decodeQueue(const QByteArray &bytes)
{
    Reader reader(bytes);
    CachedQueue queue;
    if (reader.isGood())
        reader(queue);
    if (!reader.isGood() || !reader.atEnd())
        return failure(Error::Kind::Decode, u"the cached queue is damaged or of another version"_s);
    return queue;
}

} // namespace gatehouse::workspace
