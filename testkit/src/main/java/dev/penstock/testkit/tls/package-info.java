/**
 * Certificates for tests, made anew in each run. No test of a protocol comes in here. Read {@link
 * dev.penstock.testkit.tls.Certificates} first.
 */
@NullMarked
package dev.penstock.testkit.tls;

import org.jspecify.annotations.NullMarked;
