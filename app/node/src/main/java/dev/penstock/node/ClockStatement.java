package dev.penstock.node;

import dev.penstock.clock.TimeAnswer;
import dev.penstock.clock.TimeReport;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.flow.finding.NodeFinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the ledger says of the gateway's clock: how far off it may be, and who says so. */
final class ClockStatement {
  static final String CODE = NodeFinding.CLOCK_COMPARED.name();

  private ClockStatement() {}

  static FindingMade of(TimeReport report) {
    Map<String, SampleValue> details = new LinkedHashMap<>();
    report.boundNanos().ifPresent(bound -> details.put("bound-ns", number(bound)));
    report.servers().forEach((name, answer) -> details.put(name, said(answer)));
    report
        .kernel()
        .ifPresent(kernel ->
            details.put(
                "kernel",
                SampleValue.of(
                    kernel.isSynchronized()
                        ? "synchronized, at most " + kernel.errorMax() + " off"
                        : "not synchronized")));
    String text =
        report.boundNanos().isPresent()
            ? "The gateway's clock is at most "
                + Duration.ofNanos(report.boundNanos().getAsLong())
                + " off."
            : "Nobody can say how far the gateway's clock is off.";
    return new FindingMade(
        CODE,
        null,
        null,
        null,
        null,
        null,
        report.servers().size(),
        List.of(),
        null,
        text,
        new Details(details));
  }

  private static SampleValue said(TimeAnswer answer) {
    return switch (answer) {
      case TimeAnswer.Measured(var offset, var error, var stratum) -> {
        List<Scalar> numbers = new ArrayList<>();
        numbers.add(new Scalar.Whole(offset));
        numbers.add(new Scalar.Whole(error));
        numbers.add(new Scalar.Whole(stratum));
        yield new SampleValue.Many(numbers);
      }
      case TimeAnswer.Unusable(var reason) -> SampleValue.of(reason);
    };
  }

  private static SampleValue number(long value) {
    return new SampleValue.One(new Scalar.Whole(value));
  }
}
