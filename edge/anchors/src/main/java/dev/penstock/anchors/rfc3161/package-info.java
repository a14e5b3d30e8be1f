/**
 * Asks a time-stamping authority (RFC 3161) to vouch for checkpoints, collects what an auditor will
 * need, and renews in time. Whether a time-stamp proves anything is judged by core/timestamp and
 * not here. Read {@link dev.penstock.anchors.rfc3161.TimestampAnchor} first.
 */
@NullMarked
package dev.penstock.anchors.rfc3161;

import org.jspecify.annotations.NullMarked;
