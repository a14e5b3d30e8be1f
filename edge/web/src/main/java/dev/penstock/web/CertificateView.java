package dev.penstock.web;

import dev.penstock.access.ApprovalRequest;
import dev.penstock.access.Bytes;
import dev.penstock.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The site's own authority as the API has it. */
public interface CertificateView {
  /** A node that serves no TLS has no authority. */
  CertificateView NONE = new NoAuthority();

  /** Everything issued that has not ended long ago, newest first. */
  List<Issued> issued();

  /** Issues a certificate for a key that its owner made. */
  Issuing issue(Wanted wanted) throws IOException;

  /** What to ask for so that a certificate is revoked. */
  Revoking revoking(String serial, String reason);

  /** The revocation list, DER; empty where there is no authority. */
  Optional<byte[]> list() throws IOException;

  /**
   * One of the register.
   *
   * @param serial 32 digits 0-9 and a-f
   * @param revokedAt empty while it is good
   * @param reason why it was revoked, in a word
   */
  record Issued(
      String serial,
      String kind,
      String subject,
      Instant notBefore,
      Instant notAfter,
      String fingerprint,
      Optional<Instant> revokedAt,
      Optional<String> reason) {}

  /** What a certificate may be for. */
  enum Kind {
    /** Somebody, or a program, that comes to this node. */
    CLIENT,
    /** A screen on a wall. */
    DISPLAY,
    /** A server in the plant. */
    SERVER
  }

  /**
   * A certificate as asked for.
   *
   * @param request PKCS #10, PEM or DER
   * @param hosts what a server is called, names and addresses
   * @param days how long it is good
   */
  record Wanted(Bytes request, String subject, Kind kind, List<String> hosts, int days) {
    public static final int DAYS_MAX = 1_098;

    public Wanted {
      hosts = List.copyOf(hosts);
    }
  }

  /** What came of asking for one. */
  sealed interface Issuing {
    /**
     * It is in the register.
     *
     * @param pem with the authority's below it
     */
    record Made(Issued entry, String pem) implements Issuing {}

    /** In one line: what is wrong with what was asked. */
    record Refused(String reason) implements Issuing {}
  }

  /** What can be asked about one that shall be revoked. */
  sealed interface Revoking {
    record Request(Json.Object request, List<ApprovalRequest.Difference> diff) implements Revoking {
      public Request {
        diff = List.copyOf(diff);
      }
    }

    /** None with this number was issued, or it ended long ago. */
    record Unknown() implements Revoking {}

    /** It was revoked before. */
    record Already() implements Revoking {}
  }

  /** See {@link #NONE}. */
  final class NoAuthority implements CertificateView {
    private NoAuthority() {}

    @Override
    public List<Issued> issued() {
      return List.of();
    }

    @Override
    public Issuing issue(Wanted wanted) {
      return new Issuing.Refused("this node serves no TLS, so it has no authority");
    }

    @Override
    public Revoking revoking(String serial, String reason) {
      return new Revoking.Unknown();
    }

    @Override
    public Optional<byte[]> list() {
      return Optional.empty();
    }
  }
}
