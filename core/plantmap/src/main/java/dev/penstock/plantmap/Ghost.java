package dev.penstock.plantmap;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What was observed between two zones although nothing in the model is made for it.
 *
 * @param from id of the zone that asked, or that was heard
 * @param to id of the zone that was asked, or that heard
 * @param protocols in their order
 * @param passed requests, for what was asked
 * @param denied requests
 * @param waited requests that waited for a second person
 * @param heard sources that were heard on this way
 * @param last when it was last observed, ns since 1970
 */
public record Ghost(
    String from,
    String to,
    Reason reason,
    List<String> protocols,
    long passed,
    long denied,
    long waited,
    int heard,
    Optional<Long> last) {
  public Ghost {
    protocols = List.copyOf(protocols);
  }

  /** What is missing in the model. */
  public enum Reason {
    /** No conduit joins the two zones. */
    NO_CONDUIT,
    /** There is a conduit, and no channel in it for this protocol and direction. */
    NO_CHANNEL;

    /** The word in the API. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** By which the layout and pages know it. */
  public String id() {
    return from + ">" + to + ">" + reason.word();
  }

  boolean touches(String zone) {
    return from.equals(zone) || to.equals(zone);
  }
}
