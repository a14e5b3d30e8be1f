package dev.penstock.flow.continuity;

import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.flow.continuity.ContinuityFinding.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of one source at one place of the ledger: at most 512 bytes, and two bounded lists.
 * Mutable; belongs to one {@link ContinuityBook}.
 */
final class SourceState {
  /** Stands for "never" where a time is a plain long. */
  static final long NONE = -1;

  /** The newest stretches and findings that are kept at hand; older ones are in the ledger. */
  static final int RECENT_MAX = 16;

  /** How many findings of one kind there were, and when the newest record of them was made. */
  record Tally(long count, long at) {}

  final long source;

  /** True once one of its own signed blocks arrived: then its chain says when it is silent. */
  boolean isSelfSigning;

  long heardCount;

  /** End of the last interval in which it was heard. */
  long heardTo = NONE;

  /** Since when it could have been heard without a break, up to {@link #statedTo}. */
  long listeningFrom = NONE;

  /** End of the newest roll-call that names it. */
  long statedTo = NONE;

  /** Since when it is silent by our own rule. */
  long silentSince = NONE;

  /** The silence that a finding record speaks of, until one says that it ended. */
  long saidSince = NONE;

  /** End of the interval in which it was heard again after the last silence. */
  long resumedAt = NONE;

  final Cadence cadence = new Cadence();
  final Map<Kind, Tally> tallies = new EnumMap<>(Kind.class);
  final StretchList stretches = new StretchList(RECENT_MAX, true);
  final List<ContinuityFinding> findings = new ArrayList<>();

  SourceState(long source) {
    this.source = source;
  }

  /** Takes what a roll-call says of this source. */
  void take(Stretch stated, ContinuityRules rules) {
    if (statedTo != NONE && stated.from() != statedTo) {
      listeningFrom = NONE; // time was left out, or lived twice: nothing is measured across it
    }
    statedTo = stated.to();
    // Newest are kept, so there is always room.
    var _ = stretches.add(stated);
    switch (stated) {
      case Stretch.Heard heard -> takeHeard(heard);
      case Stretch.Listening listening -> takeListening(listening, rules);
      case Stretch.Deaf deaf -> {
        heardCount = Stretch.sum(heardCount, deaf.count());
        listeningFrom = NONE;
      }
      case Stretch.Unknown _ -> listeningFrom = NONE;
    }
  }

  private void takeHeard(Stretch.Heard heard) {
    long base = listeningFrom == NONE ? heard.from() : Math.max(listeningFrom, heardTo);
    if (heard.count() > 0) {
      cadence.add((heard.to() - base) / heard.count());
    }
    if (listeningFrom == NONE) {
      listeningFrom = heard.from();
    }
    heardCount = Stretch.sum(heardCount, heard.count());
    heardTo = heard.to();
    if (silentSince != NONE) {
      silentSince = NONE;
      resumedAt = heard.to();
    }
  }

  private void takeListening(Stretch.Listening listening, ContinuityRules rules) {
    if (listeningFrom == NONE) {
      listeningFrom = listening.from();
    }
    if (isSelfSigning || silentSince != NONE) {
      return;
    }
    // The last record may have come at the very end of its interval: this is the least it can be.
    long quietFrom = Math.max(listeningFrom, heardTo);
    OptionalLong usual = usual(rules);
    if (usual.isPresent() && listening.to() - quietFrom > rules.silenceNanos(usual.getAsLong())) {
      silentSince = quietFrom;
    }
  }

  /** The cadence that counts: what is declared, else what was learnt. */
  OptionalLong usual(ContinuityRules rules) {
    Duration declared = rules.declared().get(source);
    return declared == null ? cadence.median() : OptionalLong.of(declared.toNanos());
  }

  /**
   * Takes what a gap or finding record says of this source.
   *
   * @param isOfChain whether it is a finding about a chain: then the chain's observer judges the
   *     silence, and says when it has ended
   */
  void take(ContinuityFinding finding, boolean isOfChain) {
    if (isOfChain) {
      isSelfSigning = true;
    } else if (finding.code().equals(SourceCodes.SILENT)) {
      saidSince = finding.from();
    } else if (finding.code().equals(SourceCodes.RESUMED) && finding.from() == saidSince) {
      saidSince = NONE;
    }
    var before = tallies.getOrDefault(finding.kind(), new Tally(0, 0));
    Long count = finding.count();
    long more = count == null ? 1 : Math.max(1, count);
    tallies.put(
        finding.kind(),
        new Tally(Stretch.sum(before.count(), more), Math.max(before.at(), finding.at())));
    Long end = finding.to();
    for (int i = findings.size() - 1; end != null && i >= 0; i--) {
      if (finding.ends(findings.get(i))) {
        findings.set(i, findings.get(i).ended(end));
        return;
      }
    }
    if (findings.size() == RECENT_MAX) {
      findings.remove(0);
    }
    findings.add(finding);
  }

  /** What the rules say and no record says yet. */
  Optional<Said> unsaid(ContinuityRules rules) {
    if (isSelfSigning || saidSince == silentSince) {
      return Optional.empty();
    }
    return Optional.of(
        saidSince != NONE
            ? said(
                SourceCodes.RESUMED,
                saidSince,
                "The silence since " + PlainWords.time(saidSince) + " has ended.")
            : said(SourceCodes.SILENT, silentSince, silentText(rules)));
  }

  private String silentText(ContinuityRules rules) {
    OptionalLong usual = usual(rules);
    String cadence = usual.isEmpty() ? "" : "; usual distance " + seconds(usual.getAsLong());
    return "Nothing came since "
        + PlainWords.time(silentSince)
        + cadence
        + ". A cut wire and an outage look the same.";
  }

  private static String seconds(long nanos) {
    return Duration.ofNanos(nanos).toMillis() / 1e3 + " s";
  }

  private Said said(String code, long since, String text) {
    return new Said(
        source,
        new FindingMade(
            code, null, null, null, null, since, 1, List.of(), null, text, Details.NONE));
  }
}
