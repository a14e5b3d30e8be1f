package dev.penstock.plant;

import java.util.List;

/**
 * One violation of a rule. A case for each thing that can be wrong, so that a program can tell them
 * apart, with the sentence for people.
 */
public sealed interface Finding {
  /** Which rule. */
  Rule rule();

  /** At which element or field. */
  Where where();

  /** What is wrong there. */
  String what();

  /** Why that matters. */
  default String why() {
    return rule().why();
  }

  /** Something does not have the form that it must have. */
  record Malformed(Where where, String what) implements Finding {
    @Override
    public Rule rule() {
      return Rule.FORM;
    }
  }

  /** There is more of something than there may be. */
  record TooMany(Where where, String things, long count, long max) implements Finding {
    @Override
    public Rule rule() {
      return Rule.BOUNDS;
    }

    @Override
    public String what() {
      return count + " " + things + ", there may be " + max;
    }
  }

  /** Patterns of sources look so much alike that they cannot be told apart in bounded time. */
  record TooEntangled(Where where) implements Finding {
    @Override
    public Rule rule() {
      return Rule.BOUNDS;
    }

    @Override
    public String what() {
      return "too many patterns of the same length begin alike; begin them with different names";
    }
  }

  /** Two elements of a kind have one id, or one name. */
  record NameTaken(Where where, Kind kind, String field, String value, Where first)
      implements Finding {
    @Override
    public Rule rule() {
      return Rule.UNIQUE_NAME;
    }

    @Override
    public String what() {
      String line = first.place().line() > 0 ? " in line " + first.place().line() : "";
      return "another " + kind.word() + line + " has the " + field + " '" + value + "'";
    }
  }

  /** A zone is named that is not there. */
  record ZoneUnknown(Where where, String zone) implements Finding {
    @Override
    public Rule rule() {
      return Rule.KNOWN_ZONE;
    }

    @Override
    public String what() {
      return "there is no zone '" + Text.shown(zone) + "'";
    }
  }

  /** A conduit is named that is not there. */
  record ConduitUnknown(Where where, String conduit) implements Finding {
    @Override
    public Rule rule() {
      return Rule.KNOWN_CONDUIT;
    }

    @Override
    public String what() {
      return "there is no conduit '" + Text.shown(conduit) + "'";
    }
  }

  /** An asset is named that is not there. */
  record AssetUnknown(Where where, String asset) implements Finding {
    @Override
    public Rule rule() {
      return Rule.KNOWN_ASSET;
    }

    @Override
    public String what() {
      return "there is no asset '" + Text.shown(asset) + "'";
    }
  }

  /** A channel does not lead from one end of its conduit to the other. */
  record ChannelAstray(Where where, String zone, List<String> between) implements Finding {
    public ChannelAstray {
      between = List.copyOf(between);
    }

    @Override
    public Rule rule() {
      return Rule.CHANNEL_IN_CONDUIT;
    }

    @Override
    public String what() {
      return between.contains(zone)
          ? "leads from zone '" + Text.shown(zone) + "' to itself"
          : "zone '" + Text.shown(zone) + "' is no end of its conduit";
    }
  }

  /** An asset is in no zone. */
  record AssetUnplaced(Where where) implements Finding {
    @Override
    public Rule rule() {
      return Rule.ASSET_IN_ONE_ZONE;
    }

    @Override
    public String what() {
      return "is in no zone";
    }
  }

  /** An asset is listed in two zones. */
  record AssetInTwoZones(Where where, String zone, String otherZone) implements Finding {
    @Override
    public Rule rule() {
      return Rule.ASSET_IN_ONE_ZONE;
    }

    @Override
    public String what() {
      return "is in zone '" + Text.shown(zone) + "' and in zone '" + Text.shown(otherZone) + "'";
    }
  }

  /** A conduit does not join two zones. */
  record ConduitAstray(Where where, List<String> between) implements Finding {
    public ConduitAstray {
      between = List.copyOf(between);
    }

    @Override
    public Rule rule() {
      return Rule.CONDUIT_JOINS_TWO;
    }

    @Override
    public String what() {
      return between.size() == 2
          ? "joins zone '" + Text.shown(between.getFirst()) + "' to itself"
          : "joins " + between.size() + " zones, it must be two";
    }
  }

  /** Zones lie in each other in a circle. */
  record ParentCycle(Where where, List<String> zones) implements Finding {
    private static final int SHOWN_MAX = 8;

    public ParentCycle {
      zones = List.copyOf(zones);
    }

    @Override
    public Rule rule() {
      return Rule.NO_PARENT_CYCLE;
    }

    @Override
    public String what() {
      String circle =
          zones.size() <= SHOWN_MAX
              ? String.join(" in ", zones) + " in " + zones.getFirst()
              : String.join(" in ", zones.subList(0, SHOWN_MAX)) + " in ...";
      return "lies in itself: " + circle;
    }
  }

  /** A source is listed twice. */
  record SourceTwice(Where where, String source, String zone, String firstZone) implements Finding {
    @Override
    public Rule rule() {
      return Rule.SOURCE_IN_ONE_ZONE;
    }

    @Override
    public String what() {
      String again =
          zone.equals(firstZone) ? "is there twice" : "is in zone '" + firstZone + "' too";
      return "'" + Text.shown(source) + "' " + again;
    }
  }

  /** A source could be named by two patterns of which neither is longer, in two zones. */
  record SourcesOverlap(Where where, String pattern, String otherPattern, String otherZone)
      implements Finding {
    @Override
    public Rule rule() {
      return Rule.SOURCE_IN_ONE_ZONE;
    }

    @Override
    public String what() {
      return "'%s' and '%s' in zone '%s' can mean the same source, and neither is longer"
          .formatted(Text.shown(pattern), Text.shown(otherPattern), Text.shown(otherZone));
    }
  }
}
