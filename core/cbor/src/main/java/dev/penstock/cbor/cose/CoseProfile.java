package dev.penstock.cbor.cose;

import dev.penstock.cbor.CborLimits;

/**
 * Which messages a {@link CoseSign1Reader} takes.
 *
 * @param limits budget for the whole message
 * @param isUnprotectedTaken whether the unprotected header may hold anything
 * @param isDetachedTaken whether the payload may be missing from the message
 */
public record CoseProfile(CborLimits limits, boolean isUnprotectedTaken, boolean isDetachedTaken) {
  /** Nothing unsigned and nothing missing: what a leaf of a log must be. */
  public static CoseProfile closed(int bytesMax) {
    return new CoseProfile(CborLimits.ofBytes(bytesMax), false, false);
  }

  /** Unprotected headers and detached payloads are taken. */
  public static CoseProfile open(int bytesMax) {
    return new CoseProfile(CborLimits.ofBytes(bytesMax), true, true);
  }
}
