/**
 * Claims about core/sparkplug that hold for any bytes at all, and a search for bytes that break
 * them. No product code may depend on this. {@code mvn test} replays the inputs kept beside the
 * tests; with {@code JAZZER_FUZZ=1} they are where a search starts, and what it finds is kept as a
 * further input. Read {@link dev.penstock.sparkplugfuzz.Claims} first.
 */
package dev.penstock.sparkplugfuzz;
