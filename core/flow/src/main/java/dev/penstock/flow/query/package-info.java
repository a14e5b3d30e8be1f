/**
 * What can be asked about sealed records, in the words of those who ask. How an index is stored
 * does not come in here, nor how a question travels. Start with {@link
 * dev.penstock.flow.query.SealedRecords}.
 */
@NullMarked
package dev.penstock.flow.query;

import org.jspecify.annotations.NullMarked;
