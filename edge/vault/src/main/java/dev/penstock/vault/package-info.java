/**
 * The keys of sealed values, on files, and their destruction (docs/formats/shred-keys.md §2). Who
 * may destroy one, and what the ledger says of it, does not come in here. Read {@link
 * dev.penstock.vault.FileVault} first.
 */
@NullMarked
package dev.penstock.vault;

import org.jspecify.annotations.NullMarked;
