/**
 * What the gateway can say about how completely it heard a source: HEARD, LISTENING or DEAF, and
 * what was late, lost or silent. No clock, thread or file comes in here; what happened comes as
 * journalled records. Read {@link dev.penstock.flow.continuity.Stretch} first, then {@link
 * dev.penstock.flow.continuity.ReportBuilder}.
 */
package dev.penstock.flow.continuity;
