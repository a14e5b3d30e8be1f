package dev.penstock.cbor.cose;

/** Header labels that this package knows, RFC 9052 §3.1, and two that its callers use. */
public final class CoseLabel {
  /** The algorithm. */
  public static final int ALG = 1;

  /** Labels that a reader must understand. Never taken here. */
  public static final int CRIT = 2;

  /** The content type of the payload. */
  public static final int CONTENT_TYPE = 3;

  /** Names the key; for our own keys it is their thumbprint, RFC 9679. */
  public static final int KID = 4;

  /** CWT claims, RFC 9597. */
  public static final int CWT_CLAIMS = 15;

  /** Receipts, RFC 9942; unprotected. */
  public static final int RECEIPTS = 394;

  private CoseLabel() {}
}
