package dev.penstock.merkle.witness;

/** Why a witness does not cosign, C2SP tlog-witness. */
public enum Refusal {
  /** The request cannot be read, or its sizes make no sense. */
  MALFORMED(400),
  /** No key that the witness knows of this log signed, or one that is named did not. */
  NOT_SIGNED(403),
  /** The witness follows no log of this origin. */
  ORIGIN_UNKNOWN(404),
  /** The proof does not show that the log only grew. */
  INCONSISTENT(422),
  /** The log asks more often than a log needs to. */
  TOO_OFTEN(429);

  private final int status;

  Refusal(int status) {
    this.status = status;
  }

  /** The HTTP status that says it. */
  public int status() {
    return status;
  }
}
