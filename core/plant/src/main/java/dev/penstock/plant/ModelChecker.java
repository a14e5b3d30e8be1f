package dev.penstock.plant;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * Tells whether a draft is a model: the one door to {@link Model}. Every rule looks at the whole
 * draft, so that one look finds all; each in time that grows with the size of the draft and no
 * faster. Rules that people may decide upon, because a plant can be built against them, do not
 * belong here: they look at a {@link Model}.
 */
public final class ModelChecker {
  /** In the order of what depends on what; findings are told in the order of the file. */
  private static final List<BiConsumer<Draft, Report>> RULES =
      List.of(
          FormRules::look,
          DetailRules::look,
          NameRules::look,
          ZoneRules::look,
          PlacementRules::look,
          ReferenceRules::look,
          SourceRules::look);

  private ModelChecker() {}

  /** Whether this is a model. */
  public static Checked check(Draft draft) {
    return check(draft, new Report());
  }

  /**
   * The same for a draft of which something was found already when it was read.
   *
   * @param report what was found; there is no model when that is anything
   */
  public static Checked check(Draft draft, Report report) {
    if (FormRules.isWithinBounds(draft, report)) {
      RULES.forEach(rule -> rule.accept(draft, report));
    }
    return report.isEmpty() ? new Checked.Sound(Model.ofSound(draft)) : report.unsound();
  }
}
