package dev.penstock.node;

import dev.penstock.conduit.site.SiteModel;
import dev.penstock.conduit.site.SiteValidations;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.LongCommand;
import dev.penstock.plant.validation.Observation;
import dev.penstock.plant.validation.Review;
import dev.penstock.plant.validation.Severity;
import dev.penstock.plant.validation.Validation;
import dev.penstock.plantmap.Observed;
import dev.penstock.web.VersionedView.Shown;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command {@code plant} to a running node: {@code check} for what validations say of the model
 * in force and of what was observed, and all that others answer. The first line of its answer is
 * {@link #KEPT} or {@link #OPEN}.
 */
final class CheckCommand implements LongCommand {
  /** All that was observed is known, and no error is open. */
  static final String KEPT = "kept";

  /** An error is open, or nobody knows yet that none is. */
  static final String OPEN = "open";

  /** Each reads for a moment: after some seconds what is known by then is told. */
  static final int LOOKS_MAX = 50;

  private final LongCommand others;
  private final NodePlant plant;
  private final NodeMap.Observing observing;
  private final InstantSource clock;

  CheckCommand(
      LongCommand others, NodePlant plant, NodeMap.Observing observing, InstantSource clock) {
    this.others = others;
    this.plant = plant;
    this.observing = observing;
    this.clock = clock;
  }

  @Override
  public ControlAnswer run(List<String> words, Progress progress) {
    if (words.isEmpty() || !words.getFirst().equals("check")) {
      return others.run(words, progress);
    }
    if (words.size() != 1) {
      return new ControlAnswer.Refused("plant check of a node takes no file");
    }
    Optional<Shown<SiteModel>> shown = plant.active();
    if (shown.isEmpty()) {
      return new ControlAnswer.Refused(
          plant
              .kept()
              .obstacle()
              .orElse("the node has no model of the plant: penstock plant propose FILE"));
    }
    return new ControlAnswer.Done(lines(shown.get()));
  }

  private List<String> lines(Shown<SiteModel> shown) {
    Observed observed = observing.of(shown.model());
    for (int i = 1; i < LOOKS_MAX && !observed.isRead(); i++) {
      observed = observing.of(shown.model());
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    Review review = SiteValidations.look(shown.model(), today, observed.told());
    List<String> lines = new ArrayList<>();
    lines.add(observed.isRead() && review.openCount(Severity.ERROR) == 0 ? KEPT : OPEN);
    lines.add("version " + shown.version().number() + " of the plant, on " + today);
    lines.add("  validations   " + summary(review));
    review.observations().forEach(each -> lines.add(line(each)));
    review
        .leftOut()
        .forEach((rule, count) -> lines.add("and " + count + " more of " + rule.name()));
    if (!observed.isRead()) {
      lines.add(
          "! not all is known of Z2 and Z3: records of what was observed are still to be read,"
              + " so ask again; where they cannot be, the node's log says why");
    }
    return lines;
  }

  private static String summary(Review review) {
    List<String> counts = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      counts.add(severity.word() + " " + review.openCount(severity));
    }
    return String.join(", ", counts) + ", accepted " + review.acceptedCount();
  }

  private static String line(Observation each) {
    Validation rule = each.rule();
    String what = " (" + rule.requirement() + "): " + each.subject() + " " + each.what() + "; ";
    return each.accepted()
        .map(by -> rule + " accepted until " + by.until() + what + by.rationale())
        .orElseGet(
            () -> rule + " " + rule.severity().word() + what + rule.why() + "; " + rule.remedy());
  }
}
