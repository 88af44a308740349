// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace gatehouse::app {

// Keeps tokens out of core files and out of the reach of other processes of the same user, where the system
// can, and forgets what the environment says of plug-ins to load, of a file for the keys of TLS, and of
// OpenSSL's configuration. Always, installed or not: a program that may be told to write its keys to a file
// in one place will be told so in another. Called first in main(), before Qt looks.
void hardenProcess();

} // namespace gatehouse::app
