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
  private static final List<Consumer<Look>> RULES =
      List.of(ZoneChecks::look, AssetChecks::look, ConduitChecks::look, AccessChecks::look);

  private Validations() {}

  /** What is so on this day, as far as the model alone says it. */
  public static Review look(Model model, LocalDate today) {
    return look(model, today, Told.NOTHING);
  }

  /** The same with what others say who know more than the model. */
  public static Review look(Model model, LocalDate today, Told others) {
    var look = new Look(model, today, others);
    RULES.forEach(rule -> rule.accept(look));
    others.noted().forEach(each -> look.note(each.rule(), each.subject(), each.what()));
    // Last of all: they ask what was noted.
    AcceptanceChecks.look(look);
    return look.review();
  }
}
