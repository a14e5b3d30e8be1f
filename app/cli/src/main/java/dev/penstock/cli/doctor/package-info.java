/**
 * Whether this machine and this installation are fit to run Penstock. A check looks and tells; it
 * never mends. Read {@link dev.penstock.cli.doctor.Check} first.
 */
@NullMarked
package dev.penstock.cli.doctor;

import org.jspecify.annotations.NullMarked;
