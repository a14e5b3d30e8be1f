package dev.penstock.keys;

/**
 * What a key is for. A key made for one use is never handed out for another, so that a signature
 * got for one purpose can never be shown as one for another.
 *
 * <p>Req: 62443-4-2 CR 1.9.
 */
public enum KeyUse {
  /** The gateway's own blocks. */
  BLOCK(1, "block"),
  /** Checkpoints of the log. */
  LOG(2, "log"),
  /** Cosignatures on checkpoints of other logs. */
  WITNESS(3, "witness"),
  /** Certificates that this site issues. */
  CA(4, "ca"),
  /** The TLS listeners. */
  TLS(5, "tls"),
  /** Transactions that anchor checkpoints on a chain. */
  CHAIN_TRANSACTION(6, "chain-transaction"),
  /** What the gateway states to auditors: certificates of continuity. */
  STATEMENT(7, "statement"),
  /** Acks to devices that sign their own blocks. */
  ACK(8, "ack");

  private final int code;
  private final String label;

  KeyUse(int code, String label) {
    this.code = code;
    this.label = label;
  }

  /** Its number in stored formats: fixed for ever. */
  int code() {
    return code;
  }

  /** Its name in messages and on tokens: fixed for ever. */
  public String label() {
    return label;
  }
}
