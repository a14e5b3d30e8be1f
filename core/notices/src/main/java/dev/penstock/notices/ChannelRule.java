package dev.penstock.notices;

/**
 * What the board knows of a channel.
 *
 * @param perHourMax so many messages it carries in an hour; critical ones find room up to twice of
 *     that, so that a flood of small things does not hide a large one
 */
public record ChannelRule(String name, int perHourMax) {
  public static final int PER_HOUR_MAX = 1_000;

  /** A person reads about one in three minutes. */
  public static final int PER_HOUR_DEFAULT = 20;

  public ChannelRule {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "channel '" + name + "': must be 1..64 of a-z, 0-9 and -, the first no -");
    }
    if (perHourMax < 1 || perHourMax > PER_HOUR_MAX) {
      throw new IllegalArgumentException(perHourMax + " an hour, must be 1.." + PER_HOUR_MAX);
    }
  }

  /** True for 1..64 of a-z, 0-9 and -, the first no -. */
  public static boolean isName(String text) {
    return text.matches("[a-z0-9][a-z0-9-]{0,63}");
  }

  int roomFor(Severity severity) {
    return severity == Severity.CRITICAL ? 2 * perHourMax : perHourMax;
  }
}
