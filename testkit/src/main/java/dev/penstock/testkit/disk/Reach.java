package dev.penstock.testkit.disk;

import java.util.SplittableRandom;

/**
 * How far a row of changes that nobody forced got before the power went: for each place (a sector,
 * a name) how many of them, from the first on, reached the disk there. Half of the styles are
 * extremes with one exception, because coins tossed for each place almost never lose just the one
 * place that matters.
 */
final class Reach {
  private enum Style {
    LOST,
    KEPT,
    PREFIX,
    SCATTERED,
    ONE_LOST,
    ONE_KEPT
  }

  private static final Style[] STYLES = Style.values();

  private final Style style;
  private final int changes;
  private final long placeChosen;
  private final int changeChosen;
  private final long salt;

  private Reach(Style style, int changes, long placeChosen, int changeChosen, long salt) {
    this.style = style;
    this.changes = changes;
    this.placeChosen = placeChosen;
    this.changeChosen = changeChosen;
    this.salt = salt;
  }

  /**
   * A style at random.
   *
   * @param changeChosen the change at which a prefix ends, or which alone is lost
   * @param placeChosen the place of it that is the exception
   */
  static Reach of(SplittableRandom random, int changes, int changeChosen, long placeChosen) {
    Style style = STYLES[random.nextInt(STYLES.length)];
    return new Reach(style, changes, placeChosen, changeChosen, random.nextLong());
  }

  /** How many changes got to this place. */
  int at(long place) {
    return switch (style) {
      case LOST -> 0;
      case KEPT -> changes;
      case PREFIX -> changeChosen + (coin(place) ? 1 : 0);
      case SCATTERED -> scattered(place);
      case ONE_LOST -> place == placeChosen ? changeChosen : changes;
      case ONE_KEPT -> place == placeChosen ? changeChosen + 1 : 0;
    };
  }

  /** Like {@link #at} for the size of the file, which is no sector. */
  int atSize(SplittableRandom random) {
    return switch (style) {
      case PREFIX -> changeChosen + random.nextInt(2);
      case KEPT, ONE_LOST -> random.nextInt(4) == 0 ? random.nextInt(changes + 1) : changes;
      case LOST, ONE_KEPT, SCATTERED ->
          random.nextBoolean() ? random.nextInt(changes + 1) : random.nextBoolean() ? changes : 0;
    };
  }

  private boolean coin(long place) {
    return (mix(place) & 1) == 0;
  }

  private int scattered(long place) {
    long mixed = mix(place);
    return switch ((int) (mixed & 3)) {
      case 0 -> 0;
      case 1 -> changes;
      default -> (int) Long.remainderUnsigned(mixed >>> 2, changes + 1L);
    };
  }

  /** The finalizer of SplitMix64, so that each place has its own coin without a table. */
  private long mix(long place) {
    long z = salt + (place + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
