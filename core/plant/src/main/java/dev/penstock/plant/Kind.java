package dev.penstock.plant;

/** What sorts of elements there are, in the order of the canonical form. */
public enum Kind {
  ORGANISATION("organisation", "organisation"),
  SITE("site", "site"),
  SYSTEM("system", "system"),
  ZONE("zone", "zones"),
  CONDUIT("conduit", "conduits"),
  /** Listed within its conduit. */
  CHANNEL("channel", "channels"),
  ASSET("asset", "assets"),
  ACCESS_POINT("access-point", "access-points"),
  FUNCTION("function", "functions"),
  ACCEPTANCE("acceptance", "accepted");

  private final String word;
  private final String field;

  Kind(String word, String field) {
    this.word = word;
    this.field = field;
  }

  /** For sentences, and to name one: {@code zone/filters}. */
  public String word() {
    return word;
  }

  /** The field of the file that holds them, and the first word of their path. */
  public String field() {
    return field;
  }

  /** The kind of this element. */
  public static Kind of(Element element) {
    return switch (element) {
      case Organisation _ -> ORGANISATION;
      case Site _ -> SITE;
      case SystemUnderConsideration _ -> SYSTEM;
      case Zone _ -> ZONE;
      case Conduit _ -> CONDUIT;
      case Channel _ -> CHANNEL;
      case Asset _ -> ASSET;
      case AccessPoint _ -> ACCESS_POINT;
      case EssentialFunction _ -> FUNCTION;
      case Acceptance _ -> ACCEPTANCE;
    };
  }
}
