/**
 * Holds every record that a test writes against docs/formats/records.cddl: in memory where a test's
 * own fakes ask, and on disk whenever a temporary folder goes. Nothing of the product comes in
 * here, so that it is judged from outside. Read {@link dev.penstock.testkit.records.RecordGrammar}
 * first.
 */
@NullMarked
package dev.penstock.testkit.records;

import org.jspecify.annotations.NullMarked;
