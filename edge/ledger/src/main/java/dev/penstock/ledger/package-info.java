/**
 * The Merkle log on files, as docs/formats/ledger.md describes it. No file is opened here except
 * through {@link dev.penstock.storage.Storage}, so that every test can take the disk away. Read
 * {@link dev.penstock.ledger.FileLedger} first, then {@code LogStore}, then {@code Examination}.
 */
@NullMarked
package dev.penstock.ledger;

import org.jspecify.annotations.NullMarked;
