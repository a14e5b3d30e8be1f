package dev.penstock.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that an auditor wants to be shown, beside what every good verdict needs.
 *
 * @param count how many different parties outside must have vouched; 1 for the others
 */
public record Requirement(Kind kind, int count) {
  /** What is wanted. */
  public enum Kind {
    /** The certificate holds, and states no hole. */
    CONTINUITY,
    /** No record of the source is withheld or missing. */
    COMPLETE,
    RFC3161,
    EVM,
    WITNESS,
    /** Any party outside. */
    ANCHOR;

    boolean isCounted() {
      return this != CONTINUITY && this != COMPLETE;
    }
  }

  private static final int COUNT_MAX = 100;

  /** What came of reading a list of requirements. */
  public sealed interface Parsed {
    record Understood(List<Requirement> requirements) implements Parsed {}

    /** It is none; the sentence says what it must be. */
    record Refused(String why) implements Parsed {}
  }

  /** Reads {@code continuity,rfc3161,witness:2}. */
  public static Parsed parse(String list) {
    var requirements = new ArrayList<Requirement>();
    for (String word : list.split(",", -1)) {
      Optional<Requirement> requirement = one(word.strip());
      if (requirement.isEmpty()) {
        return new Parsed.Refused(
            "\""
                + word
                + "\" is no requirement; there are continuity, complete, anchor, rfc3161, evm and"
                + " witness, the last four with a number if you like: witness:2");
      }
      requirements.add(requirement.get());
    }
    return new Parsed.Understood(List.copyOf(requirements));
  }

  /** Whether a word of this kind counts for it. */
  boolean isOf(Kind word) {
    return kind == Kind.ANCHOR || kind == word;
  }

  private static Optional<Requirement> one(String word) {
    int colon = word.indexOf(':');
    String name = colon < 0 ? word : word.substring(0, colon);
    for (Kind kind : Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
        if (colon < 0) {
          return Optional.of(new Requirement(kind, 1));
        }
        String number = word.substring(colon + 1);
        boolean isNumber = kind.isCounted() && number.matches("[1-9][0-9]?");
        return isNumber
            ? Optional.of(new Requirement(kind, Integer.parseInt(number)))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  public Requirement {
    if (count < 1 || count > COUNT_MAX) {
      throw new IllegalArgumentException("count is " + count + ", must be 1..100");
    }
  }

  @Override
  public String toString() {
    String name = kind.name().toLowerCase(Locale.ROOT);
    return count == 1 ? name : name + ":" + count;
  }
}
