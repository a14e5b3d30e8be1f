package dev.penstock.anchors.rfc3161;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.AnchorResults;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.flow.anchoring.Anchor;
import dev.penstock.flow.anchoring.AnchorHead;
import dev.penstock.flow.anchoring.AnchorMemory;
import dev.penstock.flow.anchoring.Vouching;
import dev.penstock.timestamp.TimestampChecker;
import dev.penstock.timestamp.TimestampProof;
import dev.penstock.timestamp.TimestampTrust;
import dev.penstock.timestamp.TimestampVerdict;
import dev.penstock.timestamp.cms.Token;
import dev.penstock.timestamp.cms.TokenCheck;
import dev.penstock.timestamp.der.Encoded;
import dev.penstock.timestamp.x509.Certificate;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;

/**
 * A time-stamping authority (RFC 3161) as an anchor. What it answers is taken only when core's own
 * judge, which auditors use, finds it to be about the checkpoint and signed by the certificate
 * inside; whether anybody trusts that certificate is the auditor's to say.
 *
 * <p>A proof is renewed by another time-stamp over the last one, or, when the settings name another
 * digest than that one's, over the checkpoint and all time-stamps (RFC 4998 §5).
 */
public final class TimestampAnchor implements Anchor, AutoCloseable {
  private static final int NONCE_BYTES = 8;
  private static final int DETAIL_CHARS_MAX = 400;
  private static final long NANOS = 1_000_000_000L;

  /** SHA-512 digests of the log segments a checkpoint covers, stamped together with it. */
  @FunctionalInterface
  public interface Segments {
    /** Stamps no segments. */
    Segments NONE = _ -> List.of();

    /** Digests of 64 bytes each, at most {@link TimestampProof#SEGMENTS_MAX}; may be none. */
    List<ByteString> sha512Of(AnchorHead head) throws IOException;
  }

  private final TimestampSettings settings;
  private final RandomGenerator nonces;
  private final InstantSource clock;
  private final Segments segments;
  private final Web web;

  /** An anchor that stamps checkpoints alone. */
  public TimestampAnchor(TimestampSettings settings, RandomGenerator nonces, InstantSource clock) {
    this(settings, nonces, clock, Segments.NONE);
  }

  /**
   * An anchor.
   *
   * @param nonces must be hard to foresee
   */
  public TimestampAnchor(
      TimestampSettings settings, RandomGenerator nonces, InstantSource clock, Segments segments) {
    this.settings = settings;
    this.nonces = nonces;
    this.clock = clock;
    this.segments = segments;
    this.web = new Web(settings.timeout());
  }

  @Override
  public AnchorResults.Kind kind() {
    return AnchorResults.Kind.RFC3161;
  }

  @Override
  public String name() {
    return settings.name();
  }

  /** Keeps nothing in the memory: a question that was cut off is asked again. */
  @Override
  public Vouching vouch(AnchorHead head, AnchorMemory memory)
      throws IOException, InterruptedException {
    byte[] statement = head.statement();
    Reply first = ask(TimestampProof.imprint(statement, List.of(), settings.digest()));
    if (!(first instanceof Reply.Granted(var token))) {
      return refused(first);
    }
    List<Encoded> covered =
        segments.sha512Of(head).stream().map(each -> Encoded.of(each.bytes())).toList();
    if (covered.isEmpty()) {
      return judged(TimestampProof.of(token), token, statement);
    }
    Reply second = ask(TimestampProof.imprint(statement, covered, settings.digest()));
    if (!(second instanceof Reply.Granted(var together))) {
      return refused(second);
    }
    return judged(TimestampProof.of(token, statement, covered, together), together, statement);
  }

  @Override
  public long renewBy(byte[] proof) {
    // What cannot be read is due at once: renewing then says what is wrong with it.
    return switch (TimestampProof.decode(proof)) {
      case Decoded.Refused<TimestampProof> _ -> 0;
      case Decoded.Value<TimestampProof>(var read) -> {
        Optional<Instant> expires = read.isWellFormed() ? read.expires() : Optional.empty();
        yield expires.map(each -> ns(each.minus(settings.renewAhead()))).orElse(0L);
      }
    };
  }

  @Override
  public Vouching renew(AnchorHead head, byte[] proof) throws IOException, InterruptedException {
    byte[] statement = head.statement();
    if (!(TimestampProof.decode(proof) instanceof Decoded.Value<TimestampProof>(var read))
        || !read.isWellFormed()) {
      return new Vouching.Refused(name() + ": the stored proof cannot be read");
    }
    TimestampVerdict before = check(read, statement);
    if (!(before instanceof TimestampVerdict.Proven)) {
      return new Vouching.Refused(
          name() + ": the stored proof can no longer be renewed: " + before.text());
    }
    Reply reply = ask(read.imprintOfRenewal(statement, settings.digest()));
    return reply instanceof Reply.Granted(var token)
        ? judged(read.renewed(statement, token), token, statement)
        : refused(reply);
  }

  private Vouching refused(Reply reply) {
    String why = reply instanceof Reply.Refused(var words) ? words : "no token";
    return new Vouching.Refused(name() + ": " + why);
  }

  private Reply ask(byte[] imprint) throws IOException, InterruptedException {
    byte[] random = new byte[NONCE_BYTES];
    nonces.nextBytes(random);
    var nonce = new BigInteger(1, random);
    var generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    settings.policy().map(ASN1ObjectIdentifier::new).ifPresent(generator::setReqPolicy);
    TimeStampRequest request =
        generator.generate(new ASN1ObjectIdentifier(settings.digest().oid()), imprint, nonce);
    Web.Answer answer =
        web.post(
            settings.url(),
            "application/timestamp-query",
            request.getEncoded(),
            settings.credentials(),
            Reply.BYTES_MAX);
    if (answer.status() >= 500) {
      throw new IOException(settings.url() + " answered HTTP " + answer.status());
    }
    if (answer.status() != 200) {
      return new Reply.Refused(settings.url() + " answered HTTP " + answer.status());
    }
    return Reply.of(answer.body().bytes(), request);
  }

  /** Completes a proof, and gives it away only when the auditor's judge can follow it. */
  private Vouching judged(TimestampProof proof, Token token, byte[] statement)
      throws InterruptedException {
    List<String> notes = new ArrayList<>();
    TimestampProof whole = proof;
    if (settings.isFetching()) {
      var collector = new Collector(web);
      whole = collector.completed(proof, token);
      notes.addAll(collector.notes());
      if (whole.encode().length > TimestampProof.BYTES_MAX) {
        whole = proof;
        notes.add("what was fetched does not fit into the proof and was left out");
      }
    }
    return switch (check(whole, statement)) {
      case TimestampVerdict.Proven proven ->
          new Vouching.Given(
              proven.at(), ByteString.of(whole.encode()), details(proven, token, whole, notes));
      case TimestampVerdict.Contradicted(var where, var what) ->
          new Vouching.Refused(name() + ": " + where + ": " + what);
      case TimestampVerdict.Unproven(var why, var what) ->
          new Vouching.Refused(name() + ": " + what + " (" + why + ")");
    };
  }

  /** Judges as if each signer's certificate in the proof were trusted: all but trust is checked. */
  private TimestampVerdict check(TimestampProof proof, byte[] statement) {
    List<Certificate> atHand = new ArrayList<>();
    proof
        .certificates()
        .forEach(each -> {
          if (Certificate.decode(each) instanceof Decoded.Value<Certificate>(var read)) {
            atHand.add(read);
          }
        });
    TimestampTrust trust = TimestampTrust.NONE;
    long now = ns(clock.instant());
    for (Token token : proof.tokens()) {
      List<Certificate> all = new ArrayList<>(token.certificates());
      all.addAll(atHand);
      if (TokenCheck.of(token, all) instanceof TokenCheck.Signed(var by)) {
        trust = trust.withFingerprint(by.fingerprint());
      }
      // The authority's clock is better than ours, or why ask it.
      now = Math.max(now, token.info().timeNs());
    }
    return TimestampChecker.check(proof.encode(), statement, trust, now);
  }

  private Details details(
      TimestampVerdict.Proven proven, Token token, TimestampProof proof, List<String> notes) {
    Map<String, SampleValue> values = new LinkedHashMap<>();
    put(values, "authority", proven.authority());
    put(values, "policy", token.info().policy());
    put(values, "serial", token.info().serial().toString(16));
    put(values, "digest", settings.digest().text());
    put(values, "renewals", Integer.toString(proven.renewals()));
    if (proven.renewals() > 0) {
      put(values, "renewed", token.info().time().toString());
    }
    token
        .info()
        .accuracyNs()
        .ifPresent(accuracy -> put(values, "accuracy", Duration.ofNanos(accuracy).toString()));
    proof.expires().ifPresent(each -> put(values, "expires", each.toString()));
    put(values, "revocation", String.join("; ", proven.revocation()));
    put(
        values,
        "clock ahead of ours",
        Duration.between(clock.instant(), token.info().time()).toString());
    if (!notes.isEmpty()) {
      put(values, "notes", String.join("; ", notes));
    }
    return new Details(values);
  }

  private static void put(Map<String, SampleValue> values, String name, String text) {
    String shown =
        text.length() > DETAIL_CHARS_MAX ? text.substring(0, DETAIL_CHARS_MAX) + "…" : text;
    values.put(name, SampleValue.of(shown));
  }

  private static long ns(Instant time) {
    return time.isBefore(Instant.ofEpochSecond(Long.MAX_VALUE / NANOS))
        ? time.getEpochSecond() * NANOS + time.getNano()
        : Long.MAX_VALUE;
  }

  @Override
  public void close() {
    web.close();
  }
}
