package dev.penstock.bundle;

import dev.penstock.bundle.Claim.Reason;
import dev.penstock.evidence.approval.Agreed;
import dev.penstock.evidence.approval.PasskeyAdded;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Statement;
import dev.penstock.signature.Signatures;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The approvals of a bundle in the order of the log, and whose passkeys signed them. One thread.
 *
 * <p>Req: 62443-4-2 CR 2.12
 */
final class ApprovalPieces {
  /** More are in no bundle that was made to be read. */
  static final int COUNT_MAX = 20_000;

  /** So many are listed one by one. */
  static final int LINES_MAX = 1_000;

  private static final String APPROVED = "approval.approve";
  private static final String TWO_APPROVALS =
      "one digest stands under two ids, two authors or two kinds";
  private static final String TWO_DIGESTS = "one id stands over two digests";

  /** How much is shown of an approval, least first. */
  private enum Depth {
    /** Signed by a passkey that no earlier record gives to the person. */
    STRANGE,
    /** The node's word is all there is. */
    ATTESTED,
    /** Signed by the person's passkey, without the words that bind id, author and kind. */
    WORDLESS,
    SHOWN
  }

  /**
   * What one record shows of an approval.
   *
   * @param key person and passkey; null where the node's word is all there is
   * @param isWhole the words of the request are here
   * @param isOwned an earlier record says that this person has this passkey
   */
  private record Line(
      String approval, String words, @Nullable String key, boolean isWhole, boolean isOwned) {
    String text() {
      return key == null || isOwned
          ? words + "."
          : words + "; no earlier record here says that the passkey is that person's.";
    }

    Depth depth() {
      if (key == null) {
        return Depth.ATTESTED;
      }
      if (!isOwned) {
        return Depth.STRANGE;
      }
      return isWhole ? Depth.SHOWN : Depth.WORDLESS;
    }

    Line owned(boolean also) {
      return new Line(approval, words, key, isWhole, isOwned || also);
    }
  }

  /** What an id or a digest was first shown with, and where. */
  private record Use(String with, String where) {}

  /** What the last access record of an approval says, by the number of the record. */
  private record Told(long seq, boolean isGranted) {}

  /** By what they say: a record that was written twice is one. */
  private final Map<String, Line> lines = new LinkedHashMap<>();

  /** Person and passkey. */
  private final Set<String> owned = new HashSet<>();

  /** Approvals of which access records tell. */
  private final Map<String, Told> told = new LinkedHashMap<>();

  /** Approvals of which a statement tells. */
  private final Set<String> stated = new HashSet<>();

  /** By digest, the approval that it is of. */
  private final Map<String, Use> requests = new LinkedHashMap<>();

  /** By approval, the digest that it is of. */
  private final Map<String, Use> digests = new LinkedHashMap<>();

  /** So many statements were looked at, each with a signature to check. */
  private int checked;

  private Optional<Fault> fault = Optional.empty();
  private boolean isOverflown;

  /** Takes a statement that the gateway made, if it is about an approval or a passkey. */
  void take(Statement statement, String where, Signatures signatures) {
    if (PasskeyAdded.isOne(statement)) {
      PasskeyAdded.of(statement)
          .ifPresent(
              added -> put(owned, added.person() + " " + PasskeyAdded.digestOf(added.publicKey())));
    } else if (Agreed.isOne(statement)) {
      Optional<Agreed> agreed = Agreed.of(statement);
      if (agreed.isPresent()) {
        take(agreed.get(), where, signatures);
      } else {
        note(wrong(where, "The record of an approval has not the form of one."));
      }
    }
  }

  private void take(Agreed agreed, String where, Signatures signatures) {
    if (checked == COUNT_MAX) {
      isOverflown = true;
      return;
    }
    checked++;
    String approval = agreed.request().approval().toString();
    put(stated, approval);
    Optional<String> flaw = ApprovalCheck.flaw(agreed, signatures).or(() -> reused(agreed, where));
    if (flaw.isPresent()) {
      note(
          wrong(
              where,
              "Approval "
                  + approval
                  + " is not shown to be one by person "
                  + agreed.person()
                  + ": "
                  + flaw.get()
                  + "."));
      return;
    }
    add(line(agreed));
  }

  /** Whether the digest is that of another approval too, or the approval one of another digest. */
  private Optional<String> reused(Agreed agreed, String where) {
    Agreed.Request request = agreed.request();
    String approval = request.approval().toString();
    String digest = request.digest().toString();
    String named = approval + " " + request.author() + " " + request.kind();
    if (isOther(requests, digest, new Use(named, where))) {
      return Optional.of(TWO_APPROVALS);
    }
    return isOther(digests, approval, new Use(digest, where))
        ? Optional.of(TWO_DIGESTS)
        : Optional.empty();
  }

  private static boolean isOther(Map<String, Use> uses, String one, Use use) {
    Use before = uses.putIfAbsent(one, use);
    return before != null && !before.with().equals(use.with());
  }

  private void add(Line line) {
    Line before = lines.get(line.words());
    if (before != null) {
      Line _ = lines.put(line.words(), before.owned(line.isOwned()));
    } else if (lines.size() < COUNT_MAX) {
      Line _ = lines.put(line.words(), line);
    } else {
      isOverflown = true;
    }
  }

  private Line line(Agreed agreed) {
    Agreed.Request request = agreed.request();
    String approval = request.approval().toString();
    String head = "approval " + approval + " of kind " + request.kind() + ": ";
    return switch (agreed.shown()) {
      case Agreed.Shown.Attested(var grade) ->
          new Line(
              approval,
              head
                  + "the node says that person "
                  + agreed.person()
                  + " agreed to request "
                  + request.digest()
                  + ", by "
                  + grade,
              null,
              request.words().isPresent(),
              false);
      case Agreed.Shown.Signed signed -> {
        String passkey = PasskeyAdded.digestOf(signed.publicKey()).toString();
        String key = agreed.person() + " " + passkey;
        boolean isWhole = request.words().isPresent();
        String what =
            isWhole
                ? " signed request " + request.digest() + ", which is here, with passkey " + passkey
                : " signed digest "
                    + request.digest()
                    + " with passkey "
                    + passkey
                    + "; that id, author and kind belong to it is the node's word";
        yield new Line(
            approval, head + "person " + agreed.person() + what, key, isWhole, owned.contains(key));
      }
    };
  }

  /** Takes what the gateway wrote of somebody who did something, in its record of this number. */
  void take(Access access, long seq) {
    boolean isGranted = access.outcome() == Access.Outcome.GRANTED;
    if (access.action().equals(APPROVED)
        && (isGranted || access.outcome() == Access.Outcome.FAILED)) {
      put(access.object(), new Told(seq, isGranted));
    }
  }

  private void put(String approval, Told one) {
    Told before = told.get(approval);
    if (before == null ? told.size() < COUNT_MAX : one.seq() >= before.seq()) {
      Told _ = told.put(approval, one);
    } else {
      isOverflown |= before == null;
    }
  }

  private void put(Set<String> into, String one) {
    if (into.size() < COUNT_MAX) {
      boolean _ = into.add(one);
    } else {
      isOverflown |= !into.contains(one);
    }
  }

  private static Fault wrong(String where, String words) {
    return Fault.wrong(Reason.APPROVAL_WRONG, where, words);
  }

  private void note(Fault found) {
    fault = fault.or(() -> Optional.of(found));
  }

  /** Takes all of the next file. */
  void takeAll(ApprovalPieces next) {
    next.fault.ifPresent(this::note);
    checked += next.checked;
    isOverflown |= next.isOverflown || checked > COUNT_MAX;
    next.lines
        .values()
        .forEach(line -> add(line.owned(line.key() != null && owned.contains(line.key()))));
    next.owned.forEach(key -> put(owned, key));
    next.stated.forEach(approval -> put(stated, approval));
    next.told.forEach(this::put);
    takeUses(requests, next.requests, TWO_APPROVALS);
    takeUses(digests, next.digests, TWO_DIGESTS);
  }

  private void takeUses(Map<String, Use> uses, Map<String, Use> next, String flaw) {
    next.forEach((one, use) -> {
      if (uses.size() >= COUNT_MAX && !uses.containsKey(one)) {
        isOverflown = true;
      } else if (isOther(uses, one, use)) {
        note(wrong(use.where(), "Approvals contradict each other over " + one + ": " + flaw + "."));
      }
    });
  }

  /** Approvals of which an access record tells, and no statement. */
  private List<String> said() {
    return told.entrySet().stream()
        .filter(one -> one.getValue().isGranted() && !stated.contains(one.getKey()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** How many approvals are shown so far and no further: of several records the best counts. */
  private Map<Depth, Long> depths() {
    Map<String, Depth> best = new HashMap<>();
    for (Line line : lines.values()) {
      Depth _ = best.merge(line.approval(), line.depth(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }
    Map<Depth, Long> counts = new EnumMap<>(Depth.class);
    said().forEach(_ -> count(counts, Depth.ATTESTED));
    best.values().forEach(depth -> count(counts, depth));
    return counts;
  }

  private static void count(Map<Depth, Long> counts, Depth depth) {
    Long _ = counts.merge(depth, 1L, Long::sum);
  }

  /** What can be said of them. */
  Claim claim() {
    List<String> details = details();
    if (fault.isPresent()) {
      return Claim.of(ClaimCode.APPROVALS, fault.get(), details);
    }
    if (isOverflown) {
      return unproven(Reason.TOO_LARGE, "More approvals are shown than can be counted.", details);
    }
    Map<Depth, Long> depths = depths();
    long all = depths.values().stream().mapToLong(one -> one).sum();
    if (all == 0) {
      return new Claim(
          ClaimCode.APPROVALS,
          Claim.State.ABSENT,
          Optional.of(Reason.NO_APPROVAL),
          "",
          "No approval is shown.",
          details);
    }
    String of = "Of " + BundleChecker.counted(all, "approval") + ", ";
    for (Map.Entry<Depth, Long> one : depths.entrySet()) {
      String some = of + one.getValue();
      switch (one.getKey()) {
        case STRANGE -> {
          return unproven(
              Reason.PASSKEY_UNPROVEN,
              some + " signed by a passkey that no earlier record here gives to its person.",
              details);
        }
        case ATTESTED -> {
          return unproven(
              Reason.APPROVAL_ATTESTED, some + " on the word of the node alone.", details);
        }
        case WORDLESS -> {
          return unproven(
              Reason.APPROVAL_WORDLESS,
              some
                  + " signed by a passkey as a digest alone: id, author and kind are the node's"
                  + " word.",
              details);
        }
        case SHOWN -> {}
      }
    }
    return Claim.verified(
        ClaimCode.APPROVALS,
        of + "each is signed by a passkey that an earlier record gives to its person.",
        details);
  }

  private static Claim unproven(Reason reason, String words, List<String> details) {
    return Claim.of(ClaimCode.APPROVALS, Fault.unproven(reason, "blocks/", words), details);
  }

  private List<String> details() {
    var details = new ArrayList<String>();
    List<String> said = said();
    lines.values().stream().limit(LINES_MAX).map(Line::text).forEach(details::add);
    said.stream()
        .limit(LINES_MAX - (long) details.size())
        .map(one -> "approval " + one + ": the node says that somebody agreed, and kept no more.")
        .forEach(details::add);
    long more = lines.size() + (long) said.size() - details.size();
    if (more > 0) {
      details.add("and " + more + " more.");
    }
    return details;
  }
}
