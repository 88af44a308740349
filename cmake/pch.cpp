// SPDX-License-Identifier: GPL-3.0-or-later
// Exists so that one target owns the precompiled header that all others reuse.
