package dev.penstock.audit;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import java.time.Instant;
import java.util.Optional;

/** Access records to be written out. */
final class Rows {
  static final ByteString ANNA = id(0xa1);
  static final ByteString BERT = id(0xb2);
  static final AuditForm.Writer WRITER = new AuditForm.Writer("0.1.0", "gw-1");

  private Rows() {}

  static ByteString id(int value) {
    byte[] bytes = new byte[16];
    bytes[15] = (byte) value;
    return ByteString.of(bytes);
  }

  static Access access(ByteString person, String action, String object, Access.Outcome outcome) {
    return new Access(
        person, action, object, outcome, id(1), "192.0.2.7", Details.of("way", "passkey"));
  }

  static AuditRow row(Access access) {
    return new AuditRow(
        "12.0", Instant.parse("2026-03-04T05:06:07.000000089Z"), access, Optional.of("anna"));
  }
}
