/**
 * Runs the whole test suite and says what ran, what failed, and what was skipped for which reason.
 * Test code itself does not come in here. Read {@link dev.penstock.cli.suite.TestCommand} first.
 */
@NullMarked
package dev.penstock.cli.suite;

import org.jspecify.annotations.NullMarked;
