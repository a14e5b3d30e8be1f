package dev.penstock.bundle;

import dev.penstock.bundle.Claim.Reason;
import dev.penstock.cbor.Decoded;
import dev.penstock.flow.continuity.CertificateChecker;
import dev.penstock.flow.continuity.CertificateTrust;
import dev.penstock.flow.continuity.CertificateVerdict;
import dev.penstock.flow.continuity.PlainWords;
import dev.penstock.flow.continuity.Stretch;
import dev.penstock.merkle.Hands;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.PolicyChecker;
import dev.penstock.signature.Signatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Decides about a bundle, alone: docs/formats/bundle.md §7. Nothing that a bundle holds makes it
 * throw, and no claim is good because nothing spoke against it. One check at a time.
 */
public final class BundleChecker {
  /** Clocks of honest parties differ by less. */
  private static final long AHEAD_NANOS = 300_000_000_000L;

  private static final long NANOS = 1_000_000_000L;

  private static final Comparator<Word> EARLIER =
      Comparator.comparingLong(Word::at).thenComparing(Word::name);

  private final Signatures signatures;
  private final Hands hands;
  private final Asked asked;

  /**
   * What an auditor asks.
   *
   * @param trust the auditor's own; absent for a look at whether a bundle agrees with itself
   * @param now ns since 1970, by the auditor's clock
   */
  public record Asked(
      Optional<BundleTrust> trust, List<Requirement> requirements, long now, RecordSink sink) {
    public Asked {
      requirements = List.copyOf(requirements);
    }
  }

  private final Map<ClaimCode, Claim> claims = new EnumMap<>(ClaimCode.class);
  private final List<Word> words = new ArrayList<>();
  private final List<String> rests = new ArrayList<>();
  private OptionalLong aloneSeconds = OptionalLong.empty();
  private boolean hasHole;

  /** With hands for several files at once; a sink that is not NONE must take calls of all. */
  public BundleChecker(Signatures signatures, Hands hands, Asked asked) {
    this.signatures = signatures;
    this.hands = hands;
    this.asked = asked;
  }

  /** A part cannot be read: nothing more is said. */
  private static final class StopException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Claim claim;

    StopException(Claim claim) {
      super(claim.words());
      this.claim = claim;
    }
  }

  /** Checks a bundle. */
  public Verdict check(BundleBytes bytes) throws IOException {
    claims.clear();
    words.clear();
    rests.clear();
    aloneSeconds = OptionalLong.empty();
    hasHole = false;
    Optional<About> about = Optional.empty();
    try {
      ZipDirectory zip = need(ClaimCode.CONTAINER, ZipDirectory.read(bytes));
      About read = about(zip);
      about = Optional.of(read);
      check(zip, read);
    } catch (StopException e) {
      put(e.claim);
    }
    return verdict(about);
  }

  private static <T> T need(ClaimCode claim, Reading<T> reading) throws StopException {
    return switch (reading) {
      case Reading.Value<T>(var value) -> value;
      case Reading.Flawed<T>(var fault) -> throw new StopException(Claim.of(claim, fault));
    };
  }

  private static <T> T need(String where, Decoded<T> decoded) throws StopException {
    return switch (decoded) {
      case Decoded.Value<T>(var value) -> value;
      case Decoded.Refused<T>(var refusal) -> {
        Reason reason =
            refusal.reason() == Part.OTHER_VERSION ? Reason.OTHER_VERSION : Reason.MALFORMED;
        throw new StopException(
            Claim.of(
                ClaimCode.PARTS,
                Fault.wrong(reason, where, where + " does not decode: " + refusal + ".")));
      }
    };
  }

  private static byte[] content(ZipDirectory zip, String name) throws IOException, StopException {
    ZipEntry entry =
        zip.entry(name).orElseThrow(() -> new IllegalStateException("a bundle without " + name));
    return need(ClaimCode.CONTAINER, zip.content(entry));
  }

  private static About about(ZipDirectory zip) throws IOException, StopException {
    return need(EntryNames.ABOUT, About.decode(content(zip, EntryNames.ABOUT)));
  }

  private void put(Claim claim) {
    Claim _ = claims.put(claim.code(), claim);
  }

  private void check(ZipDirectory zip, About about) throws IOException, StopException {
    List<Head> heads = need(EntryNames.HEADS, Head.decode(content(zip, EntryNames.HEADS)));
    List<Checkpoint> checkpoints = need(ClaimCode.PARTS, HeadsCheck.read(heads, about));
    List<AnchorPart> anchors = anchors(zip, heads.size());
    byte[] offered = content(zip, EntryNames.OFFERED);
    byte[] _ = content(zip, EntryNames.README);
    BundleTrust trust = trust(offered);

    var policy = new PolicyChecker(signatures, trust.keys().log());
    var headsCheck = new HeadsCheck(policy, about);
    long latest = asked.now() + AHEAD_NANOS;
    put(headsCheck.signatures(heads, latest));
    put(HeadsCheck.growth(heads, checkpoints));
    words.addAll(headsCheck.witnesses());
    judge(anchors, checkpoints, trust, latest);
    FileSummary summary = files(zip, about, checkpoints.getFirst(), trust);
    summarise(summary, about);
    put(times());
    window(summary);
    put(continuity(zip, about, checkpoints, trust));
    if (zip.entry(EntryNames.PAGE).isPresent()) {
      byte[] _ = content(zip, EntryNames.PAGE);
    }
    if (claims.get(ClaimCode.CONTAINER) == null) {
      put(
          Claim.verified(
              ClaimCode.CONTAINER, "The file is a bundle, whole and in its one form.", List.of()));
    }
    rests(about, summary);
  }

  private static List<AnchorPart> anchors(ZipDirectory zip, int heads)
      throws IOException, StopException {
    var anchors = new ArrayList<AnchorPart>();
    for (ZipEntry entry : zip.under("anchors/")) {
      byte[] content = need(ClaimCode.CONTAINER, zip.content(entry));
      AnchorPart part = need(entry.name(), AnchorPart.decode(content));
      if (part.head() >= heads) {
        throw new StopException(
            Claim.of(
                ClaimCode.PARTS,
                Fault.wrong(
                    Reason.COUNTS_DIFFER,
                    entry.name(),
                    "It is about head " + part.head() + " of " + heads + ".")));
      }
      anchors.add(part);
    }
    return anchors;
  }

  private BundleTrust trust(byte[] offered) throws StopException {
    if (asked.trust().isPresent()) {
      return asked.trust().get();
    }
    return switch (BundleTrust.decode(offered)) {
      case dev.penstock.merkle.Decoded.Value<BundleTrust>(var trust) -> trust;
      case dev.penstock.merkle.Decoded.Malformed<BundleTrust>(var why) ->
          throw new StopException(
              Claim.of(
                  ClaimCode.PARTS,
                  Fault.wrong(
                      Reason.MALFORMED,
                      EntryNames.OFFERED,
                      "The keys it offers cannot be read: " + why + ".")));
    };
  }

  private void judge(
      List<AnchorPart> anchors, List<Checkpoint> checkpoints, BundleTrust trust, long latest) {
    var judge = new AnchorJudge(trust, latest);
    for (int i = 0; i < anchors.size(); i++) {
      AnchorPart part = anchors.get(i);
      byte[] statement = checkpoints.get(part.head()).text().getBytes(StandardCharsets.UTF_8);
      words.add(judge.judge(part, statement, EntryNames.anchor(i)));
    }
  }

  /** All files, as many at once as there are hands, put together in their order. */
  private FileSummary files(ZipDirectory zip, About about, Checkpoint head, BundleTrust trust)
      throws IOException, StopException {
    List<ZipEntry> entries = zip.under("blocks/");
    if (entries.size() != about.files()) {
      throw new StopException(
          Claim.of(
              ClaimCode.PARTS,
              Fault.wrong(
                  Reason.COUNTS_DIFFER,
                  EntryNames.ABOUT,
                  "It speaks of "
                      + about.files()
                      + " files of blocks, and there are "
                      + entries.size()
                      + ".")));
    }
    FileCheck[] checks = new FileCheck[hands.count()];
    for (int i = 0; i < checks.length; i++) {
      checks[i] = new FileCheck(zip.bytes(), about, head, trust.keys(), signatures, asked.sink());
    }
    var sum = new FileSummary();
    // A batch at a time, so that what is kept of files does not grow with their number.
    int batch = Math.max(1, hands.count() * 8);
    for (int from = 0; from < entries.size(); from += batch) {
      List<ZipEntry> some = entries.subList(from, Math.min(entries.size(), from + batch));
      FileSummary[] found = new FileSummary[some.size()];
      IOException[] failed = new IOException[some.size()];
      hands.each(
          some.size(),
          (hand, number) -> {
            try {
              found[number] = checks[hand].check(some.get(number));
            } catch (IOException e) {
              failed[number] = e;
            }
          });
      for (int i = 0; i < found.length; i++) {
        if (failed[i] != null) {
          throw failed[i];
        }
        sum.takeNext(found[i], some.get(i).name());
      }
    }
    return sum;
  }

  private void summarise(FileSummary summary, About about) throws StopException {
    if (summary.fault(ClaimCode.CONTAINER).isPresent()) {
      put(Claim.of(ClaimCode.CONTAINER, summary.fault(ClaimCode.CONTAINER).get()));
    }
    boolean isCounted = summary.blocks == about.blocks() && summary.shown == about.records();
    if (!isCounted
        && summary.fault(ClaimCode.PARTS).isEmpty()
        && summary.fault(ClaimCode.RECORDS).isEmpty()) {
      summary.note(
          ClaimCode.PARTS,
          Fault.wrong(
              Reason.COUNTS_DIFFER,
              EntryNames.ABOUT,
              "It speaks of "
                  + about.blocks()
                  + " blocks and "
                  + about.records()
                  + " records, and there are "
                  + summary.blocks
                  + " and "
                  + summary.shown
                  + "."));
    }
    put(claim(ClaimCode.PARTS, summary, "Every part decodes, and they are about each other."));
    String blocks = counted(summary.blocks, "block");
    put(claim(ClaimCode.PLACES, summary, "All " + blocks + " stand in the log."));
    put(claim(ClaimCode.SIGNATURES, summary, "All " + blocks + " are signed by admitted keys."));
    put(
        claim(
            ClaimCode.RECORDS,
            summary,
            counted(summary.shown, "record")
                + " shown, each one of its block; "
                + counted(summary.withheld, "other")
                + " of these blocks withheld."));
    put(
        summary
            .chains
            .fault()
            .map(fault -> Claim.of(ClaimCode.CHAINS, fault, summary.chains.words()))
            .orElseGet(() ->
                Claim.verified(ClaimCode.CHAINS, "No chain has a break.", summary.chains.words())));
    put(subject(summary, about));
    put(complete(summary, about));
    put(summary.approvals.claim());
  }

  private static Claim claim(ClaimCode code, FileSummary summary, String words) {
    return summary
        .fault(code)
        .map(fault -> Claim.of(code, fault))
        .orElseGet(() -> Claim.verified(code, words, List.of()));
  }

  static String counted(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static Claim subject(FileSummary summary, About about) {
    if (summary.subject == 0) {
      summary.note(
          ClaimCode.SUBJECT,
          Fault.unproven(
              Reason.NOTHING_SHOWN,
              EntryNames.ABOUT,
              "No record of " + about.name() + " and this time is shown."));
    }
    boolean isNamed =
        about.source() == 0
            ? about.name().equals(about.origin())
            : !summary.isRenamed && summary.sourceName.filter(about.name()::equals).isPresent();
    if (!isNamed) {
      String found =
          summary.sourceName.map(name -> "a record calls it " + name).orElse("no record names it");
      summary.note(
          ClaimCode.SUBJECT,
          Fault.unproven(
              Reason.NAME_UNPROVEN,
              EntryNames.ABOUT,
              "That source "
                  + about.source()
                  + " is called "
                  + about.name()
                  + " is not shown: "
                  + (summary.isRenamed ? "records name it differently" : found)
                  + "."));
    }
    String words =
        "All of it is of "
            + about.name()
            + ", from "
            + Times.text(about.from())
            + " to "
            + Times.text(about.to())
            + ".";
    return summary
        .fault(ClaimCode.SUBJECT)
        .map(fault -> Claim.of(ClaimCode.SUBJECT, fault))
        .orElseGet(() -> Claim.verified(ClaimCode.SUBJECT, words, datedOtherwise(summary)));
  }

  private static List<String> datedOtherwise(FileSummary summary) {
    return summary.datedOtherwise == 0
        ? List.of()
        : List.of(
            counted(summary.datedOtherwise, "record")
                + " that the device dates outside of it: that they came within it is the"
                + " gateway's word.");
  }

  private static Claim complete(FileSummary summary, About about) {
    if (summary.subject == 0) {
      return new Claim(
          ClaimCode.COMPLETE,
          Claim.State.ABSENT,
          Optional.of(Reason.NOTHING_SHOWN),
          "",
          "No record of this source and time is shown.",
          List.of());
    }
    var details = new ArrayList<String>();
    long missing = 0;
    boolean isWhole = true;
    boolean isOverflown = false;
    boolean hasTwice = false;
    for (Map.Entry<String, Intervals> one : summary.counters.entrySet()) {
      Intervals numbers = one.getValue();
      List<Intervals.Run> runs = numbers.runs();
      // Decided by the runs, never by a sum: a sum can be made to come out.
      isWhole &= runs.size() == 1 && !numbers.isOverflown();
      isOverflown |= numbers.isOverflown();
      hasTwice |= numbers.hasTwice();
      long more = missing + numbers.missing();
      missing = more < missing ? Long.MAX_VALUE : more;
      details.add(
          "by "
              + one.getKey()
              + ": records "
              + runs.getFirst().first()
              + " to "
              + runs.getLast().last());
    }
    if (hasTwice) {
      return Claim.of(
          ClaimCode.COMPLETE,
          Fault.wrong(
              Reason.NUMBER_TWICE, "blocks/", "Two records of one maker have the same number."),
          details);
    }
    if (isWhole) {
      return Claim.verified(
          ClaimCode.COMPLETE,
          "No record of it is missing between the first and the last that are shown; of what came"
              + " before and after, nothing is said.",
          details);
    }
    String count = isOverflown ? "More than can be counted" : counted(missing, "record");
    addReasons(about, details);
    return Claim.of(
        ClaimCode.COMPLETE,
        Fault.unproven(
            Reason.RECORDS_WITHHELD,
            "blocks/",
            count + " of it between the first and the last are not shown."),
        details);
  }

  /** Why something may be missing, in the words of who made the bundle. */
  private static void addReasons(About about, List<String> details) {
    if (!about.redacted().isEmpty()) {
      details.add("who made it says: withheld on purpose: " + String.join(", ", about.redacted()));
    }
    about
        .points()
        .ifPresent(points ->
            details.add("who made it says: only asked for: " + String.join(", ", points)));
  }

  /** What is said of time is said of blocks that are in the log, and of nothing else. */
  private Claim times() {
    for (ClaimCode code : ClaimCode.NEEDED) {
      if (!isVerified(code)) {
        return Claim.notReached(ClaimCode.TIMES, code);
      }
    }
    if (asked.trust().isEmpty()) {
      return nobody("You named nobody whose word about time you trust.");
    }
    var details = new ArrayList<String>();
    words.forEach(word ->
        details.add(
            word.fault().map(fault -> word.name() + ": " + fault.words()).orElse(word.sentence())));
    Optional<Fault> wrong =
        words.stream()
            .flatMap(word -> word.fault().stream())
            .filter(fault -> fault.state() == Claim.State.CONTRADICTED)
            .findFirst();
    if (wrong.isPresent()) {
      return Claim.of(ClaimCode.TIMES, wrong.get(), details);
    }
    Optional<Word> decisive = decisive();
    if (decisive.isPresent()) {
      boolean isEarliest = decisive.equals(nth(new Requirement(Requirement.Kind.ANCHOR, 1)));
      return Claim.verified(
          ClaimCode.TIMES,
          "Sealed not later than "
              + Times.text(decisive.get().at())
              + (isEarliest
                  ? ", by the earliest of those who are named here."
                  : ", by the time at which as many of those named here had said so as you asked"
                      + " for."),
          details);
    }
    Optional<Fault> unproven = words.stream().flatMap(word -> word.fault().stream()).findFirst();
    return unproven
        .map(fault -> Claim.of(ClaimCode.TIMES, fault, details))
        .orElseGet(
            () -> nobody("Nobody outside vouches for it: its times are the gateway's word alone."));
  }

  private static Claim nobody(String words) {
    return new Claim(
        ClaimCode.TIMES, Claim.State.ABSENT, Optional.of(Reason.NO_ANCHOR), "", words, List.of());
  }

  /** How long it rested on one key alone, if the clocks on both sides can be true. */
  private void window(FileSummary summary) {
    Optional<Word> decisive = isVerified(ClaimCode.TIMES) ? decisive() : Optional.empty();
    if (decisive.isEmpty() || summary.wallTo < 0) {
      return;
    }
    long at = decisive.get().at();
    // Outside times may be in whole seconds.
    if (at < summary.wallTo - NANOS) {
      rests.add(
          "Somebody outside saw it "
              + (summary.wallTo - NANOS - at) / NANOS
              + " s and more before the time at which it was sealed by the clock of who sealed it:"
              + " one of the two clocks is wrong.");
      return;
    }
    aloneSeconds = OptionalLong.of(Math.ceilDiv(Math.max(0, at - summary.wallFrom), NANOS));
  }

  /** Who says it so early that as many as were asked for say it; the earliest where none were. */
  private Optional<Word> decisive() {
    return asked.requirements().stream()
        .filter(requirement -> requirement.kind().isCounted())
        .flatMap(requirement -> nth(requirement).stream())
        .max(EARLIER)
        .or(() -> nth(new Requirement(Requirement.Kind.ANCHOR, 1)));
  }

  /** The last of so many different parties, each with its earliest word. */
  private Optional<Word> nth(Requirement wanted) {
    Set<String> parties = new HashSet<>();
    return words.stream()
        .filter(Word::isGood)
        .filter(word -> wanted.isOf(word.kind()))
        .sorted(EARLIER)
        .filter(word -> parties.add(word.kind() + " " + word.party()))
        .skip(wanted.count() - 1L)
        .findFirst();
  }

  private Claim continuity(ZipDirectory zip, About about, List<Checkpoint> heads, BundleTrust trust)
      throws IOException, StopException {
    if (zip.entry(EntryNames.CERTIFICATE).isEmpty()) {
      return new Claim(
          ClaimCode.CONTINUITY,
          Claim.State.ABSENT,
          Optional.of(Reason.NO_CERTIFICATE),
          "",
          "No certificate says how completely the source was heard.",
          List.of());
    }
    byte[] content = content(zip, EntryNames.CERTIFICATE);
    String where = EntryNames.CERTIFICATE;
    // Its head must be one of the bundle's, whose witnesses are counted there.
    CertificateTrust own = trust.withoutQuorum();
    return switch (new CertificateChecker(signatures, own).check(content)) {
      case CertificateVerdict.Contradicted(var place, var what) ->
          Claim.of(
              ClaimCode.CONTINUITY,
              Fault.wrong(Reason.CERTIFICATE_WRONG, where, place + ": " + what + "."));
      case CertificateVerdict.Unproven(var why, var what) ->
          Claim.of(
              ClaimCode.CONTINUITY,
              Fault.unproven(Reason.CERTIFICATE_UNPROVEN, where, why + ": " + what + "."));
      case CertificateVerdict.Confirmed confirmed when !heads.contains(confirmed.checkpoint()) ->
          Claim.of(
              ClaimCode.CONTINUITY,
              Fault.unproven(
                  Reason.CERTIFICATE_UNPROVEN,
                  where,
                  "Its head of the log is none of those here."));
      case CertificateVerdict.Confirmed confirmed -> continuity(confirmed, about, where);
    };
  }

  private Claim continuity(CertificateVerdict.Confirmed confirmed, About about, String where) {
    var certificate = confirmed.certificate();
    var report = certificate.report();
    boolean isAbout =
        certificate.gateway().equals(about.origin())
            && certificate.log().equals(about.log())
            && report.source() == about.source()
            && certificate.name().equals(about.name())
            && report.from() <= about.from()
            && report.to() >= about.to();
    if (!isAbout) {
      return Claim.of(
          ClaimCode.CONTINUITY,
          Fault.wrong(Reason.OTHER_SUBJECT, where, "It is about another source or another time."));
    }
    hasHole =
        !report.findings().isEmpty()
            || report.stretches().stream()
                .anyMatch(one -> one instanceof Stretch.Deaf || one instanceof Stretch.Unknown);
    List<String> details = PlainWords.of(report, certificate.name());
    rests.addAll(confirmed.rests());
    return Claim.verified(
        ClaimCode.CONTINUITY,
        certificate.scope().sentence()
            + (hasHole ? " It states holes or findings." : " It states no hole."),
        details);
  }

  private void rests(About about, FileSummary summary) {
    if (summary.wallTo >= 0) {
      rests.add(
          "That it was sealed from "
              + Times.text(summary.wallFrom)
              + " to "
              + Times.text(summary.wallTo)
              + " is the word of the clock of who sealed it.");
    }
    rests.add(
        "Nothing is claimed of records before the first and after the last that are shown, nor of"
            + " whether a sensor measured rightly.");
    rests.add(
        "That each record got a number of its own, and that this log has no other block of these"
            + " chains, is the word of who sealed it.");
    if (!about.devices().isEmpty()) {
      rests.add(
          "That the devices "
              + String.join(", ", about.devices())
              + " are the source "
              + about.name()
              + " is the word of "
              + (asked.trust().isPresent() ? "the trust file" : "who made this file")
              + ".");
    }
  }

  private Verdict verdict(Optional<About> about) {
    Optional<ClaimCode> broken =
        claims.values().stream().filter(claim -> !claim.isVerified()).map(Claim::code).findFirst();
    for (ClaimCode code : ClaimCode.values()) {
      Claim _ =
          claims.computeIfAbsent(
              code, _ -> Claim.notReached(code, broken.orElse(ClaimCode.CONTAINER)));
    }
    List<Claim> all = List.copyOf(claims.values());
    List<String> unmet = unmet();
    Optional<Word> decisive = isVerified(ClaimCode.TIMES) ? decisive() : Optional.empty();
    return new Verdict(
        outcome(all, unmet),
        about,
        all,
        unmet,
        decisive.map(Word::at),
        decisive.map(Word::sentence).orElse(""),
        aloneSeconds,
        rests);
  }

  private Verdict.Outcome outcome(List<Claim> all, List<String> unmet) {
    boolean isUsable =
        all.stream()
            .filter(claim -> ClaimCode.FIRST.contains(claim.code()))
            .allMatch(Claim::isVerified);
    if (!isUsable) {
      return Verdict.Outcome.UNUSABLE;
    }
    boolean isWrong = all.stream().anyMatch(claim -> claim.state() == Claim.State.CONTRADICTED);
    boolean isShown =
        all.stream()
            .filter(claim -> ClaimCode.NEEDED.contains(claim.code()))
            .allMatch(Claim::isVerified);
    if (isWrong || !isShown || !unmet.isEmpty()) {
      return Verdict.Outcome.NOT_VERIFIED;
    }
    return asked.trust().isPresent() ? Verdict.Outcome.VERIFIED : Verdict.Outcome.SELF_CONSISTENT;
  }

  private List<String> unmet() {
    var unmet = new ArrayList<String>();
    for (Requirement requirement : asked.requirements()) {
      switch (requirement.kind()) {
        case COMPLETE -> {
          if (!isVerified(ClaimCode.COMPLETE)) {
            unmet.add("complete: records of the source are withheld, missing or not shown");
          }
        }
        case CONTINUITY -> {
          if (!isVerified(ClaimCode.CONTINUITY)) {
            unmet.add("continuity: no certificate that holds");
          } else if (hasHole) {
            unmet.add("continuity: the certificate states holes or findings");
          }
        }
        case ANCHOR, WITNESS, EVM, RFC3161 -> {
          long found = good(requirement);
          if (found < requirement.count()) {
            unmet.add(requirement + ": " + found + " good, " + requirement.count() + " wanted");
          }
        }
      }
    }
    return unmet;
  }

  private boolean isVerified(ClaimCode code) {
    Claim claim = claims.get(code);
    return claim != null && claim.isVerified();
  }

  private long good(Requirement wanted) {
    if (!isVerified(ClaimCode.TIMES)) {
      return 0;
    }
    return words.stream()
        .filter(Word::isGood)
        .filter(word -> wanted.isOf(word.kind()))
        .map(word -> word.kind() + " " + word.party())
        .distinct()
        .count();
  }
}
