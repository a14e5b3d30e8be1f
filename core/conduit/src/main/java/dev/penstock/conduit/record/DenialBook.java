package dev.penstock.conduit.record;

import dev.penstock.cbor.CborWriter;
import dev.penstock.conduit.Cause;
import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.RequestForm;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.Verdict;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.merkle.Digest;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What was denied in the minute that runs, condensed: the first denial of each kind becomes a
 * record in full at once, all later ones together one record when the minute is over. Of a kind are
 * denials of the same peer between the same zones by the same rule for the same operation, by the
 * same function code, on objects of the same class. What is refused because two people did not
 * agree to it is told in the same way, and apart from what nobody could agree to. For one policy
 * and one thread; another policy gets another book.
 *
 * <p>Req: 62443-4-2 CR 2.8, CR 2.10: each denial is in the record or counted in one, and no scan
 * fills the disk.
 *
 * <p>There are {@link #KINDS_MAX} kinds in a minute for operations that only look, and as many for
 * all others: a scan by reads cannot hide a denied write. Kinds beyond share one entry, which is
 * counted and hashed like the others.
 */
public final class DenialBook {
  /** Kinds of denials a minute that have an entry of their own; twice. */
  public static final int KINDS_MAX = 32;

  private static final long MINUTE_NANOS = 60_000_000_000L;
  private static final String SEVERAL = "several";
  private static final String MIXED = "mixed";

  private final Digest policy;
  private final MessageDigest sha256 = sha256();
  private final CborWriter bytes = new CborWriter(1_024);
  // In the order in which they came, so that records are made in the same order everywhere.
  private final Map<Kind, Entry> looking = new LinkedHashMap<>();
  private final Map<Kind, Entry> acting = new LinkedHashMap<>();
  private long minute = -1;

  /** Denials that are told together. */
  private record Kind(
      String from,
      String to,
      String protocol,
      String peer,
      Optional<String> identity,
      Verdict verdict,
      Cause cause,
      @Nullable String channel,
      @Nullable String rule,
      Operation operation,
      OptionalInt function,
      String objectClass) {}

  /** Those of a minute after the first. */
  private static final class Entry {
    private final Spread spread = new Spread();
    private final byte[] rolling = new byte[Digest.BYTES];
    private long count;
    private long from = Long.MAX_VALUE;
    private long to;
  }

  /**
   * An empty book.
   *
   * @param policy by which is denied
   */
  public DenialBook(Digest policy) {
    this.policy = policy;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no SHA-256", e);
    }
  }

  /** Takes in what did not pass; answers with the records that are due now. */
  public List<PolicyDecision> deny(Request request, Decision decision) {
    if (decision.verdict() == Verdict.ALLOW) {
      throw new IllegalArgumentException("no denial: " + decision);
    }
    List<PolicyDecision> due = tick(request.at());
    Map<Kind, Entry> entries = request.operation().isLooking() ? looking : acting;
    Kind kind = kind(request, decision);
    Entry entry = entries.get(kind);
    if (entry == null && entries.size() >= KINDS_MAX) {
      kind = others(request, decision.verdict());
      entry = entries.get(kind);
    }
    if (entry != null) {
      count(entry, request);
      return due;
    }
    entries.put(kind, new Entry());
    PolicyDecision first = DecisionRecord.ofRefused(policy, decision, request);
    if (due.isEmpty()) {
      return List.of(first);
    }
    List<PolicyDecision> both = new ArrayList<>(due);
    both.add(first);
    return both;
  }

  private static Kind kind(Request request, Decision decision) {
    return new Kind(
        DecisionRecord.cut(request.from(), DecisionRecord.DENIED_WORD_BYTES_MAX),
        DecisionRecord.cut(request.to(), DecisionRecord.DENIED_WORD_BYTES_MAX),
        DecisionRecord.cut(request.protocol(), DecisionRecord.DENIED_WORD_BYTES_MAX),
        DecisionRecord.cut(request.peer(), DecisionRecord.DENIED_BYTES_MAX),
        request.identity().map(name -> DecisionRecord.cut(name, DecisionRecord.DENIED_BYTES_MAX)),
        decision.verdict(),
        decision.cause(),
        decision.channel(),
        decision.rule(),
        request.operation(),
        // Of what nobody knows all codes are of a kind: who tries them all must not fill the book.
        request.operation() == Operation.UNKNOWN ? OptionalInt.empty() : request.function(),
        objectClass(request));
  }

  /** Of all its parts: so that nothing hides in a record that names the class of another one. */
  private static String objectClass(Request request) {
    String first = objectClass(request.parts().getFirst().target());
    for (int i = 1; i < request.parts().size(); i++) {
      if (!objectClass(request.parts().get(i).target()).equals(first)) {
        return MIXED;
      }
    }
    return first;
  }

  private static String objectClass(Target target) {
    return switch (target) {
      case Target.Device _ -> "device";
      case Target.Numbers numbers -> numbers.space();
      case Target.Name _ -> "name";
    };
  }

  private static Kind others(Request request, Verdict verdict) {
    Operation sort = request.operation().isLooking() ? Operation.READ : Operation.UNKNOWN;
    return new Kind(
        "",
        "",
        "",
        SEVERAL,
        Optional.empty(),
        verdict,
        Cause.NO_RULE,
        null,
        null,
        sort,
        OptionalInt.empty(),
        SEVERAL);
  }

  /** rolling' = SHA-256(rolling || request); it begins with 32 zero bytes. */
  private void count(Entry entry, Request request) {
    entry.count++;
    entry.from = Math.min(entry.from, request.at());
    entry.to = Math.max(entry.to, request.at());
    entry.spread.add(request);
    bytes.reset();
    RequestForm.write(bytes, request);
    sha256.update(entry.rolling);
    sha256.update(bytes.buffer(), bytes.startAt(), bytes.sizeBytes());
    try {
      int _ = sha256.digest(entry.rolling, 0, Digest.BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("32 bytes are too few for SHA-256", e);
    }
  }

  /**
   * The records of the minute that is over by now; none while it runs. To be called now and then,
   * so that a record does not wait for the next denial. Requests of several threads come a little
   * out of order, which ends no minute; a clock that was set back further does, for nobody may wait
   * for these records until it shows that minute again.
   */
  public List<PolicyDecision> tick(long at) {
    long now = at / MINUTE_NANOS;
    if (now == minute || now == minute - 1) {
      return List.of();
    }
    minute = now;
    return close();
  }

  /**
   * The records of the minute that runs, as if it were over: before the node or the policy ends.
   */
  public List<PolicyDecision> close() {
    if (looking.isEmpty() && acting.isEmpty()) {
      return List.of();
    }
    List<PolicyDecision> records = new ArrayList<>();
    looking.forEach((kind, entry) -> condense(kind, entry, records));
    acting.forEach((kind, entry) -> condense(kind, entry, records));
    looking.clear();
    acting.clear();
    return records;
  }

  private void condense(Kind kind, Entry entry, List<PolicyDecision> into) {
    if (entry.count == 0) {
      return;
    }
    boolean isSeveral = kind.objectClass().equals(SEVERAL);
    Map<String, SampleValue> details = new HashMap<>();
    details.put("cause", SampleValue.of(isSeveral ? SEVERAL : kind.cause().word()));
    kind.identity().ifPresent(name -> details.put("identity", SampleValue.of(name)));
    if (kind.channel() != null) {
      details.put("channel", SampleValue.of(kind.channel()));
    }
    if (!isSeveral) {
      details.put("from", SampleValue.of(kind.from()));
      details.put("to", SampleValue.of(kind.to()));
      details.put("protocol", SampleValue.of(kind.protocol()));
    }
    DecisionRecord.function(kind.function(), details);
    entry.spread.describe(details);
    into.add(
        new PolicyDecision(
            DecisionRecord.word(kind.verdict()),
            kind.rule(),
            policy,
            kind.peer(),
            isSeveral ? SEVERAL : kind.operation().word(),
            kind.objectClass(),
            SampleValue.NONE,
            entry.count,
            entry.from,
            entry.to,
            Digest.of(entry.rolling),
            new Details(details)));
  }
}
