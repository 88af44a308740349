// SPDX-License-Identifier: GPL-3.0-or-later
// A libFuzzer target for the JSON reader, not part of the build:
//   clang++ -std=c++20 -g -O1 -fPIC -fsanitize=fuzzer,address,undefined -I. $(pkg-config --cflags Qt6Core) \
//     tests/fuzz/fuzz_json.cpp core/base/json*.cpp core/base/rfc3339.cpp core/base/error.cpp \
//     $(pkg-config --libs Qt6Core) -lsimdjson -o fuzz_json && ./fuzz_json
#include "core/base/json.h"

#include <QJsonDocument>

#include <cstdlib>

using namespace gatehouse;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, std::size_t size)
{
    const QByteArrayView input(data, static_cast<qsizetype>(size));
    const Result<QJsonObject> read = readJson(input, [](JsonReader &reader) {
        (void)reader.optionalString("a");
        (void)reader.optionalInteger("b", 0, 100);
        (void)reader.optionalTime("c");
        (void)reader.optionalStrings("d");
        reader.optionalObjects("e", [](JsonReader &element) { (void)element.number("n"); });
        return reader.rawObject();
    });
    // What we take, the lenient parser takes too.
    if (read && !QJsonDocument::fromJson(input.toByteArray()).isObject())
        std::abort();
    return 0;
}
