// SPDX-License-Identifier: GPL-3.0-or-later
// The input is a JSON document, read by every kind of getter.
#include "core/base/json.h"
#include "tests/fuzz/target.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>

using namespace gatehouse;
using namespace gatehouse::fuzz;

namespace {

QJsonObject readAll(JsonReader &reader)
{
    (void)reader.optionalString("a");
    (void)reader.optionalInteger("b", 0, 100);
    (void)reader.optionalTime("c");
    (void)reader.optionalStrings("d");
    reader.optionalObjects("e", [](JsonReader &element) { (void)element.number("n"); });
    reader.optionalObject("f", [](JsonReader &child) { (void)child.optionalBoolean("t"); });
    if (reader.has("g"))
        (void)reader.integers("g");
    (void)reader.memberNames();
    return reader.rawObject();
}

qsizetype namesIn(const QJsonValue &value)
{
    qsizetype names = 0;
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        names += 1 + namesIn(it.value());
    for (const QJsonValue element : value.toArray())
        names += namesIn(element);
    return names;
}

// Qt writes some of these with all their digits, and integers beyond 64 bits are none to our reader (json.h).
bool hasHugeNumber(const QJsonValue &value)
{
    if (value.isDouble())
        return std::abs(value.toDouble()) >= 0x1p63;
    const QJsonObject object = value.toObject();
    const QJsonArray array = value.toArray();
    return std::any_of(object.begin(), object.end(), hasHugeNumber) ||
           std::any_of(array.begin(), array.end(), hasHugeNumber);
}

// As many as there are names, whether or not one is given twice.
qsizetype colonsOutsideStrings(const QByteArray &json)
{
    qsizetype colons = 0;
    bool inString = false;
    for (qsizetype i = 0; i < json.size(); ++i) {
        if (inString && json[i] == '\\')
            ++i;
        else if (json[i] == '"')
            inString = !inString;
        else if (!inString && json[i] == ':')
            ++colons;
    }
    return colons;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray input = bytesOf(data, size);
    const Result<QJsonObject> read = readJson(input, readAll);
    if (!read)
        return 0;
    QJsonParseError error;
    const QJsonDocument lenient = QJsonDocument::fromJson(input, &error);
    // A number too small for a double is zero to us (RFC 8259 6 allows it) and none to Qt.
    require(lenient.isObject() || error.error == QJsonParseError::IllegalNumber,
            "what we take, the lenient parser takes too");
    require(namesIn(*read) == colonsOutsideStrings(input), "no name is given twice and none is lost");

    const QByteArray written = writeJson(*read);
    const Result<QJsonObject> again = readJson(written, [](JsonReader &r) { return r.rawObject(); });
    require(again ? writeJson(*again) == written : hasHugeNumber(*read),
            "what we write, we read back the same");
    require(!readJson(input + '}', readAll) && !readJson("\xEF\xBB\xBF" + input, readAll),
            "nothing stands before or behind the value");
    require(!readJson(input.first(input.lastIndexOf('}')), readAll), "half a document is none");
    return 0;
}
