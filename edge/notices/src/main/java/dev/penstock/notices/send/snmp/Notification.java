package dev.penstock.notices.send.snmp;

import dev.penstock.notices.Errand;
import dev.penstock.notices.Notice;
import dev.penstock.notices.Occasion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A notice as the body of an SNMP notification, RFC 3416 §4.2.6; docs/notices.md lists objects. */
final class Notification {
  private static final Oid SYS_UP_TIME = Oid.of("1.3.6.1.2.1.1.3.0");
  private static final Oid SNMP_TRAP_OID = Oid.of("1.3.6.1.6.3.1.1.4.1.0");

  private Notification() {}

  /** The PDU with this tag. */
  static byte[] pdu(int tag, int request, Oid base, String node, Errand errand, long upTicks) {
    Notice notice = errand.notice();
    List<byte[]> bindings = new ArrayList<>();
    boolean _ = bindings.add(binding(SYS_UP_TIME, Ber.timeTicks(upTicks)));
    boolean _ = bindings.add(binding(SNMP_TRAP_OID, Ber.oid(trapOid(base, errand.occasion()))));
    List<byte[]> values =
        List.of(
            text(node),
            Ber.integer(errand.id() & Integer.MAX_VALUE),
            Ber.integer(notice.kind().code()),
            text(notice.kind().wireName()),
            text(notice.subject()),
            Ber.integer(severity(notice)),
            text(notice.text()),
            text(notice.since().toString()),
            Ber.integer(errand.occasion().code()));
    for (int i = 0; i < values.size(); i++) {
      boolean _ = bindings.add(binding(base.at(1, i + 1, 0), values.get(i)));
    }
    return Ber.element(
        tag, Ber.integer(request), Ber.integer(0), Ber.integer(0), Ber.sequence(bindings));
  }

  /** RFC 2578 §8.5: a zero stands before the number of a notification. */
  static Oid trapOid(Oid base, Occasion occasion) {
    return switch (occasion) {
      case RAISED, REPEATED, ESCALATED -> base.at(0, 1);
      case CLEARED -> base.at(0, 2);
      case HAPPENED -> base.at(0, 3);
      case TEST -> base.at(0, 4);
      case SUMMARY -> base.at(0, 5);
    };
  }

  private static long severity(Notice notice) {
    return switch (notice.severity()) {
      case INFO -> 1;
      case WARNING -> 2;
      case CRITICAL -> 3;
    };
  }

  private static byte[] binding(Oid name, byte[] value) {
    return Ber.element(Ber.SEQUENCE, Ber.oid(name), value);
  }

  private static byte[] text(String text) {
    return Ber.octets(text.getBytes(StandardCharsets.UTF_8));
  }
}
