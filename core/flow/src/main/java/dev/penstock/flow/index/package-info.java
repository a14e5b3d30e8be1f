/**
 * What the index of sealed records holds of each block, how it is searched, and how a state of it
 * outlives dropped records (docs/formats/index.md). Where its rows are stored does not come in
 * here, and no thread. Read {@link dev.penstock.flow.index.Indexer} first, then {@link
 * dev.penstock.flow.index.IndexedRecords}.
 */
@NullMarked
package dev.penstock.flow.index;

import org.jspecify.annotations.NullMarked;
