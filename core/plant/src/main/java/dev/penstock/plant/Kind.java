package dev.penstock.plant;

/** What sorts of elements there are, in the order of the canonical form. */
public enum Kind {
  ORGANISATION("organisation", "organisation"),
  SITE("site", "site"),
  ZONE("zone", "zones"),
  CONDUIT("conduit", "conduits"),
  ASSET("asset", "assets");

  private final String word;
  private final String field;

  Kind(String word, String field) {
    this.word = word;
    this.field = field;
  }

  /** For sentences. */
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
      case Zone _ -> ZONE;
      case Conduit _ -> CONDUIT;
      case Asset _ -> ASSET;
    };
  }
}
