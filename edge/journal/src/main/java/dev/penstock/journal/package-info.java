/**
 * The journal on files, as docs/formats/journal.md describes it. No file is opened here except
 * through {@link dev.penstock.storage.Storage}, so that every test can take the disk away. Read
 * {@link dev.penstock.journal.FileJournal} first, then {@code JournalStore}, then {@code
 * Examination}.
 */
@NullMarked
package dev.penstock.journal;

import org.jspecify.annotations.NullMarked;
