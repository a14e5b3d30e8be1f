package dev.penstock.plant;

/** How large a model may be. Above the largest sites we know of, below what would fill a heap. */
public final class Bounds {
  /** Of zones. */
  public static final int ZONES_MAX = 10_000;

  /** Of conduits. */
  public static final int CONDUITS_MAX = 50_000;

  /** Of assets. */
  public static final int ASSETS_MAX = 200_000;

  /** Of names and patterns of sources in all zones together: twice what a node can name. */
  public static final int SOURCES_MAX = 200_000;

  /** How many of these may be patterns: each may have to be tried for a source. */
  public static final int PATTERNS_MAX = 5_000;

  /** Of channels in all conduits together. */
  public static final int CHANNELS_MAX = 100_000;

  /** Of access points. */
  public static final int ACCESS_POINTS_MAX = 10_000;

  /** Of essential functions. */
  public static final int FUNCTIONS_MAX = 1_000;

  /** Of assets that essential functions name, all together. */
  public static final int FUNCTION_ASSETS_MAX = 200_000;

  /** Of accepted violations: more is no exception any more. */
  public static final int ACCEPTED_MAX = 5_000;

  /** Of tags of one asset. */
  public static final int TAGS_MAX = 16;

  /** Characters of a text about something, which is a paragraph and not a document. */
  public static final int PROSE_CHARS_MAX = 1_000;

  /** Characters of all that is said about things, their ids and names aside. */
  public static final int WORDS_CHARS_MAX = 12_000_000;

  /** Characters of an id. */
  public static final int ID_CHARS_MAX = 64;

  /** Characters of a name, as UTF-16 counts them. */
  public static final int NAME_CHARS_MAX = 100;

  /** Bytes of a source's name in UTF-8, as records have it. */
  public static final int SOURCE_BYTES_MAX = 255;

  /** Zones inside each other. */
  public static final int NESTING_MAX = 8;

  /** Findings that are told; more are counted. */
  public static final int FINDINGS_MAX = 1_000;

  /**
   * Steps spent on comparing patterns with each other, about a second. Patterns that begin with
   * different letters, as those of different zones do, need next to none.
   */
  static final long OVERLAP_STEPS_MAX = 50_000_000;

  private Bounds() {}
}
