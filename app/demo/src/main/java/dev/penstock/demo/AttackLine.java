package dev.penstock.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What became of one attack, or of the control that goes before them.
 *
 * @param done what was done to the blocks or to the folder
 * @param by what noticed it
 * @param words what that said
 */
public record AttackLine(String done, Outcome outcome, String by, List<String> words) {
  private static final int WIDTH = 96;
  private static final int ROWS_MAX = 5;
  private static final String INDENT = " ".repeat(12);

  /** How it ended. */
  public enum Outcome {
    /** Nothing was done, and nothing was found. */
    CLEAN,
    /** It was allowed and done, and what was sealed says so. */
    PASSED,
    /** It was done, and it was found. */
    CAUGHT,
    /** It was done, and what was sealed is whole nevertheless. */
    MENDED,
    /** It was done, and nobody noticed; or nothing was done, and something was found. */
    FAILED
  }

  public AttackLine {
    words = List.copyOf(words);
  }

  /** Whether the product did what it promises. */
  public boolean isGood() {
    return outcome != Outcome.FAILED;
  }

  /** Whether it was no attack: something beside them that must be as it is. */
  public boolean isControl() {
    return outcome == Outcome.CLEAN || outcome == Outcome.PASSED;
  }

  /** For people: what was done, and below it what was said. */
  public List<String> text() {
    List<String> rows = new ArrayList<>();
    String name = outcome.name().toLowerCase(Locale.ROOT);
    rows.add("  %-8s  %s".formatted(name, done));
    rows.add(INDENT + by);
    for (String said : words) {
      rows.addAll(wrapped(said));
    }
    return rows;
  }

  private static List<String> wrapped(String said) {
    List<String> rows = new ArrayList<>();
    var row = new StringBuilder(INDENT).append("| ");
    for (String word : said.split(" ", -1)) {
      if (row.length() + word.length() > WIDTH && row.length() > INDENT.length() + 2) {
        rows.add(row.toString().stripTrailing());
        row = new StringBuilder(INDENT).append("| ");
      }
      row.append(word).append(' ');
    }
    rows.add(row.toString().stripTrailing());
    return rows.size() <= ROWS_MAX
        ? rows
        : List.of(rows.get(0), rows.get(1), rows.get(2), rows.get(3), INDENT + "| ...");
  }
}
