// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/settings.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace gatehouse::store {

namespace {

constexpr QFileDevice::Permissions OwnerFile = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
constexpr QFileDevice::Permissions OwnerDirectory = OwnerFile | QFileDevice::ExeOwner;

QString below(QStandardPaths::StandardLocation location)
{
    return QStandardPaths::writableLocation(location) + u"/gatehouse"_s;
}

} // namespace

Places Places::standard()
{
    return {.config = below(QStandardPaths::GenericConfigLocation),
            .data = below(QStandardPaths::GenericDataLocation),
            .cache = below(QStandardPaths::GenericCacheLocation)};
}

Result<void> makePrivateDirectory(const QString &path)
{
    if (!QDir().mkpath(path))
        return failure(Error::Kind::Storage, u"cannot make directory %1"_s.arg(path), path);
    if (!QFile::setPermissions(path, OwnerDirectory))
        return failure(Error::Kind::Storage, u"cannot set 0700 on %1"_s.arg(path), path);
    return {};
}

Result<void> writePrivateFile(const QString &path, QByteArrayView bytes)
{
    if (QFileInfo(path).isSymLink())
        return failure(Error::Kind::Storage, u"%1 is a symbolic link"_s.arg(path), path);
    if (Result<void> made = makePrivateDirectory(QFileInfo(path).absolutePath()); !made)
        return made;
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(OwnerFile) ||
        file.write(bytes.data(), bytes.size()) != bytes.size() || !file.commit())
        return failure(Error::Kind::Storage, u"%1: %2"_s.arg(path, file.errorString()), path);
    return {};
}

Result<QByteArray> readFile(const QString &path, qint64 maxBytes)
{
    QFile file(path);
    if (!file.exists())
        return failure(Error::Kind::NotFound, u"%1 does not exist"_s.arg(path), path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::Storage, u"%1: %2"_s.arg(path, file.errorString()), path);
    QByteArray bytes = file.read(maxBytes + 1);
    if (bytes.size() > maxBytes)
        return failure(Error::Kind::TooLarge, u"%1 is over %2 bytes"_s.arg(path).arg(maxBytes), path);
    return bytes;
}

} // namespace gatehouse::store
