package dev.penstock.cbor.cose;

/** What a check of a COSE_Sign1 against one key says. Only {@link #VERIFIED} is good. */
public enum CoseVerdict {
  /** The key signed these headers, this external data and this payload. */
  VERIFIED,
  /** The message names an algorithm that is not the key's. */
  OTHER_ALGORITHM,
  /** The payload is detached and was not given, or it is in the message and was given too. */
  PAYLOAD_MISPLACED,
  /** The signature is not the key's over this content. */
  SIGNATURE_INVALID
}
