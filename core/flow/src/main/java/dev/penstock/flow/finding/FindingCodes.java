package dev.penstock.flow.finding;

import dev.penstock.evidence.chain.FindingCode;
import dev.penstock.evidence.record.Gap;
import dev.penstock.flow.anchoring.HeadFindings;
import dev.penstock.flow.continuity.SourceCodes;
import dev.penstock.flow.intake.IntakeFinding;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Every code that a record of a finding, or the cause of a gap, can have when this version of the
 * product wrote it. Whoever reads records must bear others too: later versions have more. A test of
 * the house holds the help of the console to this list, so that no code goes out unexplained.
 */
public final class FindingCodes {
  private FindingCodes() {}

  /** The codes of findings, sorted. */
  public static SortedSet<String> ofFindings() {
    return sorted(
        Stream.of(
                names(FindingCode.values()),
                names(IntakeFinding.Kind.values()),
                names(NodeFinding.values()),
                SourceCodes.own().stream(),
                HeadFindings.codes().stream())
            .flatMap(Function.identity()));
  }

  /** The causes of gaps, sorted. */
  public static SortedSet<String> ofGaps() {
    return sorted(names(Gap.Cause.values()));
  }

  private static Stream<String> names(Enum<?>[] constants) {
    return Stream.of(constants).map(Enum::name);
  }

  private static SortedSet<String> sorted(Stream<String> codes) {
    SortedSet<String> all = new TreeSet<>();
    codes.forEach(code -> {
      boolean _ = all.add(code);
    });
    return Collections.unmodifiableSortedSet(all);
  }
}
