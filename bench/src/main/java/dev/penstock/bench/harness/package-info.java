/**
 * How a figure is taken: limit and product in turns, medians, spread, and one line of JSON at the
 * end. What is measured does not come in here. Read {@link dev.penstock.bench.harness.Bench} first,
 * then {@link dev.penstock.bench.harness.Harness}.
 */
@NullMarked
package dev.penstock.bench.harness;

import org.jspecify.annotations.NullMarked;
