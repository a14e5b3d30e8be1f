package dev.penstock.conduit.site;

import dev.penstock.plant.validation.Review;
import dev.penstock.plant.validation.Told;
import dev.penstock.plant.validation.Validations;
import java.time.LocalDate;

/**
 * Looks at a site by every validation: at the plant, and at what its policy opens there.
 *
 * <p>Req: 62443-3-2 ZCR 3.1
 */
public final class SiteValidations {
  private SiteValidations() {}

  /** What is so on this day. */
  public static Review look(SiteModel site, LocalDate today) {
    return look(site, today, Told.NOTHING);
  }

  /** The same with what was observed in the plant. */
  public static Review look(SiteModel site, LocalDate today, Told observed) {
    return Validations.look(site.plant(), today, Directions.of(site, today).and(observed));
  }
}
