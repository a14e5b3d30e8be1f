/**
 * Small pieces under JMH, where its profilers tell more than a rate: what is allocated, above all.
 * Published figures do not come from here. Read {@link dev.penstock.bench.jmh.HashJmh} first.
 */
@NullMarked
package dev.penstock.bench.jmh;

import org.jspecify.annotations.NullMarked;
