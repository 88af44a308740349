// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/jsonprivate.h"
#include "core/base/rfc3339.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gatehouse {

namespace {

using Type = JsonTape::Type;

QString fromView(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QJsonValue toValue(const JsonTape &tape, std::size_t at);

QJsonObject toObject(const JsonTape &tape, std::size_t at)
{
    // QJsonObject keeps its members sorted; handing them over in order spares it moving them about.
    std::vector<std::pair<QString, std::size_t>> members;
    members.reserve(static_cast<std::size_t>(tape.countHint(at)));
    for (std::size_t name = at + 1; name != tape.end(at); name = tape.after(name + 1))
        members.emplace_back(toQString(tape.text(name)), name + 1);
    std::sort(members.begin(), members.end());
    QJsonObject object;
    for (const auto &[name, value] : members)
        object.insert(name, toValue(tape, value));
    return object;
}

QJsonValue toValue(const JsonTape &tape, std::size_t at)
{
    switch (tape.type(at)) {
    case Type::Object:
        return toObject(tape, at);
    case Type::Array: {
        QJsonArray array;
        for (std::size_t value = at + 1; value != tape.end(at); value = tape.after(value))
            array.append(toValue(tape, value));
        return array;
    }
    case Type::String:
        return toQString(tape.text(at));
    case Type::Signed:
        return tape.integer(at);
    case Type::Unsigned:
    case Type::Double:
        return tape.number(at);
    case Type::True:
        return true;
    case Type::False:
        return false;
    case Type::Null:
        break;
    }
    return QJsonValue::Null;
}

} // namespace

JsonReader::JsonReader(JsonDocument::Private *document, std::size_t node, const JsonReader *parent,
                       std::string_view name, qsizetype index)
    : m_document(document)
    , m_node(node)
    , m_next(node + 1)
    , m_parent(parent)
    , m_name(name)
    , m_index(index)
{}

bool JsonReader::ok() const
{
    return m_document->failure.isNull();
}

bool JsonReader::has(std::string_view name) const
{
    return find(name) != 0;
}

// Fields are mostly read in the order they stand in, so the search starts behind the last one found.
std::size_t JsonReader::find(std::string_view name) const
{
    const JsonTape &tape = m_document->tape;
    if (tape.type(m_node) != Type::Object)
        return 0;
    const auto search = [&](std::size_t from, std::size_t to) -> std::size_t {
        for (std::size_t at = from; at != to;) {
            const std::size_t next = tape.after(at + 1);
            if (tape.text(at) == name) {
                m_next = next;
                return at + 1;
            }
            at = next;
        }
        return 0;
    };
    const std::size_t start = m_next;
    if (const std::size_t found = search(start, tape.end(m_node)))
        return found;
    return search(m_node + 1, start);
}

std::size_t JsonReader::findPresent(std::string_view name) const
{
    const std::size_t at = find(name);
    return at != 0 && m_document->tape.type(at) == Type::Null ? 0 : at;
}

QString JsonReader::path() const
{
    if (!m_parent)
        return u"$"_s;
    const QString path = m_parent->path() + u'.' + fromView(m_name);
    return m_index < 0 ? path : path + u"[%1]"_s.arg(m_index);
}

void JsonReader::fail(std::string_view name, std::string_view expected)
{
    failAt(name, -1, expected);
}

void JsonReader::failAt(std::string_view name, qsizetype index, std::string_view expected)
{
    if (!ok())
        return;
    QString where = path();
    if (!name.empty())
        where += u'.' + fromView(name);
    if (index >= 0)
        where += u"[%1]"_s.arg(index);
    m_document->failure = where + u": expected "_s + fromView(expected);
}

template <typename T>
std::optional<T> JsonReader::value(std::string_view name, bool required, std::string_view expected,
                                   std::optional<T> (*convert)(const JsonTape &, std::size_t))
{
    const std::size_t at = findPresent(name);
    if (at == 0 && !required)
        return {};
    std::optional<T> result = at == 0 ? std::nullopt : convert(m_document->tape, at);
    if (!result)
        fail(name, expected);
    return result;
}

namespace {

std::optional<QString> asString(const JsonTape &tape, std::size_t at)
{
    if (tape.type(at) != Type::String)
        return {};
    return toQString(tape.text(at));
}

std::optional<qint64> asInteger(const JsonTape &tape, std::size_t at)
{
    if (tape.type(at) != Type::Signed)
        return {};
    return tape.integer(at);
}

std::optional<double> asNumber(const JsonTape &tape, std::size_t at)
{
    const Type type = tape.type(at);
    if (type != Type::Signed && type != Type::Unsigned && type != Type::Double)
        return {};
    return tape.number(at);
}

std::optional<bool> asBoolean(const JsonTape &tape, std::size_t at)
{
    const Type type = tape.type(at);
    if (type != Type::True && type != Type::False)
        return {};
    return type == Type::True;
}

std::optional<QDateTime> asTime(const JsonTape &tape, std::size_t at)
{
    if (tape.type(at) != Type::String)
        return {};
    return parseRfc3339(tape.text(at));
}

constexpr std::string_view timeWords = "time with zone (RFC 3339)";

} // namespace

QString JsonReader::string(std::string_view name)
{
    return value(name, true, "string", asString).value_or(QString());
}

std::optional<QString> JsonReader::optionalString(std::string_view name)
{
    return value(name, false, "string", asString);
}

std::optional<qint64> JsonReader::ranged(std::string_view name, bool required, qint64 least, qint64 most)
{
    const std::optional<qint64> result = value(name, required, "integer", asInteger);
    if (!result || (*result >= least && *result <= most))
        return result;
    fail(name, u"integer from %1 to %2"_s.arg(least).arg(most).toStdString());
    return {};
}

qint64 JsonReader::integer(std::string_view name, qint64 least, qint64 most)
{
    return ranged(name, true, least, most).value_or(0);
}

std::optional<qint64> JsonReader::optionalInteger(std::string_view name, qint64 least, qint64 most)
{
    return ranged(name, false, least, most);
}

double JsonReader::number(std::string_view name)
{
    return value(name, true, "number", asNumber).value_or(0);
}

bool JsonReader::boolean(std::string_view name)
{
    return value(name, true, "boolean", asBoolean).value_or(false);
}

std::optional<bool> JsonReader::optionalBoolean(std::string_view name)
{
    return value(name, false, "boolean", asBoolean);
}

QDateTime JsonReader::time(std::string_view name)
{
    return value(name, true, timeWords, asTime).value_or(QDateTime());
}

std::optional<QDateTime> JsonReader::optionalTime(std::string_view name)
{
    return value(name, false, timeWords, asTime);
}

template <typename T>
QList<T> JsonReader::list(std::string_view name, bool required, std::string_view expected,
                          std::optional<T> (*convert)(const JsonTape &, std::size_t))
{
    QList<T> list;
    const JsonTape &tape = m_document->tape;
    const std::size_t array = findPresent(name);
    if (array == 0 && !required)
        return list;
    if (array == 0 || tape.type(array) != Type::Array) {
        fail(name, "array");
        return list;
    }
    list.reserve(tape.countHint(array));
    for (std::size_t at = array + 1; at != tape.end(array); at = tape.after(at)) {
        if (std::optional<T> element = convert(tape, at)) {
            list.append(*std::move(element));
        } else {
            failAt(name, list.size(), expected);
            return {};
        }
    }
    return list;
}

QStringList JsonReader::strings(std::string_view name)
{
    return list(name, true, "string", asString);
}

QStringList JsonReader::optionalStrings(std::string_view name)
{
    return list(name, false, "string", asString);
}

QList<qint64> JsonReader::integers(std::string_view name)
{
    return list(name, true, "integer", asInteger);
}

QJsonValue JsonReader::raw(std::string_view name) const
{
    const std::size_t at = find(name);
    return at == 0 ? QJsonValue(QJsonValue::Undefined) : toValue(m_document->tape, at);
}

QJsonObject JsonReader::rawObject() const
{
    return toValue(m_document->tape, m_node).toObject();
}

QStringList JsonReader::memberNames() const
{
    const JsonTape &tape = m_document->tape;
    QStringList names;
    if (tape.type(m_node) != Type::Object)
        return names;
    for (std::size_t at = m_node + 1; at != tape.end(m_node); at = tape.after(at + 1))
        names.append(toQString(tape.text(at)));
    return names;
}

std::optional<JsonReader> JsonReader::childObject(std::string_view name, bool required)
{
    const std::size_t at = findPresent(name);
    if (at != 0 && m_document->tape.type(at) == Type::Object)
        return JsonReader(m_document, at, this, name, -1);
    if (at != 0 || required)
        fail(name, "object");
    return {};
}

void JsonReader::eachObject(std::string_view name, bool required, void (*f)(void *, JsonReader &),
                            void *context)
{
    const JsonTape &tape = m_document->tape;
    const std::size_t array = findPresent(name);
    if (array == 0 && !required)
        return;
    if (array == 0 || tape.type(array) != Type::Array) {
        fail(name, "array");
        return;
    }
    qsizetype index = 0;
    for (std::size_t at = array + 1; at != tape.end(array); at = tape.after(at), ++index) {
        if (tape.type(at) != Type::Object) {
            failAt(name, index, "object");
            return;
        }
        JsonReader element(m_document, at, this, name, index);
        f(context, element);
        if (!ok()) // nothing read from here on would be used
            return;
    }
}

} // namespace gatehouse
