package dev.penstock.plant;

/**
 * What a model must keep, by the name that is told with each finding. These are the rules of
 * structure: without them a model means nothing, so nobody can accept a violation.
 */
public enum Rule {
  FORM("form", "a model is only what can be read in one way"),
  BOUNDS("bounds", "what is looked at must have an end"),
  UNIQUE_NAME("unique-name", "permissions, records and changes refer to it, so it must mean one"),
  KNOWN_ZONE("known-zone", "what refers to a zone that does not exist protects nothing"),
  KNOWN_CONDUIT("known-conduit", "what refers to a conduit that does not exist leads nowhere"),
  KNOWN_ASSET("known-asset", "what refers to an asset that does not exist rests on nothing"),
  ASSET_IN_ONE_ZONE("asset-in-one-zone", "the zone decides how an asset is protected"),
  CONDUIT_JOINS_TWO("conduit-joins-two", "a conduit is the way from one zone to another"),
  CHANNEL_IN_CONDUIT(
      "channel-in-conduit", "a channel leads from one end of its conduit to the other"),
  NO_PARENT_CYCLE("no-parent-cycle", "a zone that lies in itself has no outside"),
  SOURCE_IN_ONE_ZONE("source-in-one-zone", "the zone of a source decides who may see it");

  private final String word;
  private final String why;

  Rule(String word, String why) {
    this.word = word;
    this.why = why;
  }

  /** The name that is told, and stays. */
  public String word() {
    return word;
  }

  /** Why the rule is there. */
  public String why() {
    return why;
  }
}
