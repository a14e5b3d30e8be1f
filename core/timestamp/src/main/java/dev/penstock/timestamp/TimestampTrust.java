package dev.penstock.timestamp;

import dev.penstock.cbor.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.timestamp.x509.Certificate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whom somebody who judges time-stamps believes. It comes from that person and never out of a
 * proof.
 *
 * @param certificates of authorities, or of those who certify them
 * @param fingerprints SHA-256 of such certificates, which then stand in the proof
 * @param policies the only ones that count; empty for all
 * @param isExpiredAllowed whether a time-stamp counts that outlived its certificate, when a stored
 *     answer or list from the certificate's lifetime shows that it was not revoked
 */
public record TimestampTrust(
    List<Certificate> certificates,
    Set<Digest> fingerprints,
    Set<String> policies,
    boolean isExpiredAllowed) {
  /** Nobody. */
  public static final TimestampTrust NONE =
      new TimestampTrust(List.of(), Set.of(), Set.of(), false);

  private static final int CERTIFICATES_MAX = 256;
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  public TimestampTrust {
    certificates = List.copyOf(certificates);
    fingerprints = Set.copyOf(fingerprints);
    policies = Set.copyOf(policies);
  }

  /** What came of reading certificates that somebody wants to trust. */
  public sealed interface Read {
    record Trust(TimestampTrust trust) implements Read {}

    record Refused(String why) implements Read {}
  }

  /** With the certificates of a file: one in DER, or any number in PEM. */
  public Read withCertificates(byte[] file) {
    List<byte[]> found = new ArrayList<>();
    if (file.length > 0 && file[0] == 0x30) {
      found.add(file);
    } else {
      String why = readPem(new String(file, StandardCharsets.ISO_8859_1), found);
      if (!why.isEmpty()) {
        return new Read.Refused(why);
      }
    }
    List<Certificate> all = new ArrayList<>(certificates);
    for (byte[] each : found) {
      switch (Certificate.decode(each)) {
        case Decoded.Value<Certificate>(var certificate) -> all.add(certificate);
        case Decoded.Refused<Certificate>(var refusal) -> {
          return new Read.Refused("certificate " + (all.size() + 1) + " of the file: " + refusal);
        }
      }
    }
    return new Read.Trust(new TimestampTrust(all, fingerprints, policies, isExpiredAllowed));
  }

  /** Why these are no certificates; empty when they are. */
  private static String readPem(String text, List<byte[]> into) {
    int at = text.indexOf(BEGIN);
    while (at >= 0) {
      int end = text.indexOf(END, at);
      if (end < 0) {
        return "a certificate in the file has no end";
      }
      if (into.size() == CERTIFICATES_MAX) {
        return "more than " + CERTIFICATES_MAX + " certificates in one file";
      }
      String base64 = text.substring(at + BEGIN.length(), end).replaceAll("\\s", "");
      try {
        into.add(Base64.getDecoder().decode(base64));
      } catch (IllegalArgumentException e) {
        return "certificate " + (into.size() + 1) + " of the file is no base64";
      }
      at = text.indexOf(BEGIN, end);
    }
    return into.isEmpty() ? "no certificate in the file, neither DER nor PEM" : "";
  }

  /** With a certificate of this SHA-256 fingerprint, wherever it is found. */
  public TimestampTrust withFingerprint(Digest fingerprint) {
    Set<Digest> more = new HashSet<>(fingerprints);
    boolean _ = more.add(fingerprint);
    return new TimestampTrust(certificates, more, policies, isExpiredAllowed);
  }

  /** With a policy that counts; those that are not named no longer do. */
  public TimestampTrust withPolicy(String oid) {
    Set<String> more = new HashSet<>(policies);
    boolean _ = more.add(oid);
    return new TimestampTrust(certificates, fingerprints, more, isExpiredAllowed);
  }

  /** With time-stamps that outlived their certificate, as {@code isExpiredAllowed} says. */
  public TimestampTrust withExpiredAllowed() {
    return new TimestampTrust(certificates, fingerprints, policies, true);
  }

  boolean holds(Certificate certificate) {
    return certificates.stream().anyMatch(each -> each.der().equals(certificate.der()))
        || fingerprints.contains(certificate.fingerprint());
  }
}
