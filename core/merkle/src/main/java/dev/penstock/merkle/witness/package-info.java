/**
 * Witnesses of logs, C2SP tlog-witness: what is sent to one, by which rules it cosigns, what it
 * answers, and when two signed heads of one log contradict each other. Sockets, files and clocks do
 * not come in here. Read {@link dev.penstock.merkle.witness.WitnessRules} first, then {@link
 * dev.penstock.merkle.witness.HeadChecker}.
 */
@NullMarked
package dev.penstock.merkle.witness;

import org.jspecify.annotations.NullMarked;
