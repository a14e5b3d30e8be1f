/**
 * What is written down of decisions: what passed in full, what was denied condensed, so that a scan
 * fills no disk. What may pass does not come in here. Read {@link
 * dev.penstock.conduit.record.DenialBook} first.
 */
@NullMarked
package dev.penstock.conduit.record;

import org.jspecify.annotations.NullMarked;
