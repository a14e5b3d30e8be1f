package dev.penstock.plant.validation;

import dev.penstock.plant.Model;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;

/**
 * Looks at a model by every validation. The same model on the same day gives the same review; each
 * rule looks at each thing once. A rule that depends on what nobody said is not asked, so a small
 * plant stays small: a model that names its system under consideration claims to be whole, and only
 * then is what is missing a fault.
 *
 * <p>Req: 62443-3-2 ZCR 3.1
 */
public final class Validations {
  /** Those about acceptances come last: they ask what was noted. */
  private static final List<Consumer<Look>> RULES =
      List.of(
          ZoneChecks::look,
          AssetChecks::look,
          ConduitChecks::look,
          AccessChecks::look,
          AcceptanceChecks::look);

  private Validations() {}

  /** What is so on this day. */
  public static Review look(Model model, LocalDate today) {
    var look = new Look(model, today);
    RULES.forEach(rule -> rule.accept(look));
    return look.review();
  }
}
