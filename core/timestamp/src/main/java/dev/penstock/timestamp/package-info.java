/**
 * Time-stamps by authorities outside (RFC 3161), kept with all that is needed to judge them years
 * later without a network, and renewed before they lose their force (RFC 4998). No trust comes out
 * of a proof: it is given by who judges. Read {@link dev.penstock.timestamp.TimestampChecker}
 * first, then {@link dev.penstock.timestamp.TimestampProof}.
 */
package dev.penstock.timestamp;
