package dev.penstock.plant.validation;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What others say of a model who know more than it: its policy, or what was observed in the plant.
 *
 * @param asked which validations they looked at; of another one nobody says anything
 * @param noted what does not keep them
 */
public record Told(Set<Validation> asked, List<Noted> noted) {
  /** Nobody knows more. */
  public static final Told NOTHING = new Told(Set.of(), List.of());

  public Told {
    asked = Set.copyOf(asked);
    noted = List.copyOf(noted);
    for (Noted each : noted) {
      if (!asked.contains(each.rule())) {
        throw new IllegalArgumentException(each.rule() + " was noted and not asked");
      }
    }
    for (Validation each : asked) {
      if (each.basis() == Validation.Basis.MODEL) {
        throw new IllegalArgumentException(each + " is asked of the model alone");
      }
    }
  }

  /**
   * One thing that does not keep a validation.
   *
   * @param what what is so there, in a sentence
   */
  public record Noted(Validation rule, Subject subject, String what) {}

  /** What both say. */
  public Told and(Told other) {
    Set<Validation> both = EnumSet.noneOf(Validation.class);
    both.addAll(asked);
    both.addAll(other.asked);
    List<Noted> all = new ArrayList<>(noted);
    all.addAll(other.noted);
    return new Told(both, all);
  }
}
