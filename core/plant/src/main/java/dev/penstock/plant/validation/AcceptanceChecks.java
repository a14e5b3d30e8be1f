package dev.penstock.plant.validation;

import dev.penstock.plant.Acceptance;
import java.util.stream.Stream;

/** Validations of what somebody lives with. */
final class AcceptanceChecks {
  private AcceptanceChecks() {}

  static void look(Look look) {
    for (Acceptance acceptance : look.model().accepted()) {
      boolean isOver = look.today().isAfter(acceptance.until());
      if (look.isUsed(acceptance)) {
        if (isOver) {
          look.note(
              Validation.Z20, Subject.of(acceptance), "was accepted until " + acceptance.until());
        }
      } else if (look.isJudged(acceptance)) {
        look.note(Validation.Z21, Subject.of(acceptance), reason(acceptance));
      }
    }
  }

  private static String reason(Acceptance acceptance) {
    return Stream.of(Validation.values())
        .filter(rule -> rule.name().equals(acceptance.rule()))
        .findFirst()
        .map(rule ->
            rule.isAcceptable()
                ? "accepts what is not so at " + acceptance.where()
                : rule.name() + " cannot be accepted, whatever the reason")
        .orElse("there is no validation " + acceptance.rule());
  }
}
