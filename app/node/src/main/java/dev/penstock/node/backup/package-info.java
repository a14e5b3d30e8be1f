/**
 * What a backup of a data folder is: its list of files, how it is written, how it is checked, and
 * the file of keys apart from it. How a store is held still is the store's own business. Start with
 * {@link dev.penstock.node.backup.BackupManifest}.
 */
@NullMarked
package dev.penstock.node.backup;

import org.jspecify.annotations.NullMarked;
