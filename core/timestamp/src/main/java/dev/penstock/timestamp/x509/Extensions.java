package dev.penstock.timestamp.x509;

import dev.penstock.timestamp.der.DerReader;
import dev.penstock.timestamp.der.Encoded;
import dev.penstock.timestamp.der.Tag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The extensions of a certificate, a revocation list, an entry of one, or an OCSP answer. */
record Extensions(List<Extension> list) {
  static final Extensions NONE = new Extensions(List.of());

  private static final int COUNT_MAX = 64;

  /**
   * One of them.
   *
   * @param value the octet string that holds it
   */
  record Extension(String oid, boolean isCritical, Encoded value) {
    /** A reader of what the octet string holds. */
    DerReader content() {
      return DerReader.of(value).enterOctets();
    }
  }

  Extensions {
    list = List.copyOf(list);
  }

  /** Reads a SEQUENCE OF Extension (RFC 5280 §4.1.2.9). */
  static Extensions read(DerReader in) {
    DerReader all = in.enter(Tag.SEQUENCE);
    List<Extension> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    while (all.hasNext()) {
      DerReader one = all.enter(Tag.SEQUENCE);
      String oid = one.oid();
      // That a default is written out is no DER, and so common that it is taken.
      boolean isCritical = one.isNext(Tag.BOOLEAN) && one.bool();
      found.add(new Extension(oid, isCritical, one.element(Tag.OCTET_STRING)));
      one.done();
      if (!seen.add(oid)) {
        all.refuse(X509Reason.EXTENSION_TWICE);
      }
      if (found.size() > COUNT_MAX) {
        all.refuse(X509Reason.TOO_MANY);
      }
    }
    return new Extensions(found);
  }

  Optional<Extension> find(String oid) {
    return list.stream().filter(each -> each.oid.equals(oid)).findFirst();
  }

  /** The first critical one that is not among these. */
  Optional<String> unknownCritical(Set<String> known) {
    return list.stream()
        .filter(each -> each.isCritical && !known.contains(each.oid))
        .map(Extension::oid)
        .findFirst();
  }
}
