/**
 * {@code penstock bench}: the list of benches, and the command that runs one. How a bench is taken
 * and how it is reported stays in {@code harness}. Read {@link dev.penstock.bench.Main} first.
 */
@NullMarked
package dev.penstock.bench;

import org.jspecify.annotations.NullMarked;
