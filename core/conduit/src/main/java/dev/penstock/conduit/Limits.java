package dev.penstock.conduit;

/** How large a policy and a request may be. */
public final class Limits {
  /** Channels of a policy: a fifth of the conduits that a model may have. */
  public static final int CHANNELS_MAX = 10_000;

  /** Rules of a policy, in all channels together: five times the largest that we know of. */
  public static final int RULES_MAX = 50_000;

  /** Names and beginnings of askers in one rule. */
  public static final int WHO_MAX = 64;

  /** Objects of one rule. */
  public static final int OBJECTS_MAX = 256;

  /** Ranges of values of one rule. */
  public static final int VALUES_MAX = 16;

  /** Windows of one rule. */
  public static final int WINDOWS_MAX = 16;

  /** Characters of an id, as in a plant's model. */
  public static final int ID_CHARS_MAX = 64;

  /** Characters of the name of a protocol or a space. */
  public static final int WORD_CHARS_MAX = 32;

  /** Characters of a name in a rule, of an asker or an object. */
  public static final int NAME_CHARS_MAX = 255;

  /** The largest unit, and the largest number of an object: all of 32 bits. */
  public static final long NUMBER_MAX = 0xffff_ffffL;

  /** Ends of ranges of values: below this, no rounding of a whole number can pass an end. */
  public static final double VALUE_MAX = (1L << 53) - 1;

  /** Requests that a rate can let pass in its period. */
  public static final int RATE_COUNT_MAX = 10_000;

  /** Parts of one request: above what a message of any protocol here brings. */
  public static final int PARTS_MAX = 1_000;

  /**
   * Values of one request, of all its parts: what the longest message of a field bus brings. More
   * are handed in as not read.
   */
  public static final int REQUEST_VALUES_MAX = 4_096;

  /** Characters of the name of an object, or of an asker, in a request. */
  public static final int REQUEST_NAME_CHARS_MAX = 1_024;

  private Limits() {}
}
