package dev.penstock.plantmap;

import java.util.Optional;

/**
 * A conduit on the map.
 *
 * @param first id of one of its zones
 * @param second id of the other
 * @param isToFirst whether a channel leads to the first zone
 * @param isToSecond whether a channel leads to the second zone
 * @param isDiode whether all its channels are declared to let data through in one direction only
 * @param channels of the policy that go through it
 * @param rules of these channels
 * @param unusedRules of these, those that decided nothing in the time looked at
 * @param passed requests
 * @param denied requests
 * @param waited requests that waited for a second person
 * @param heard sources that were heard through it
 * @param last when something last happened in it, ns since 1970
 */
public record ConduitShown(
    String id,
    String name,
    String first,
    String second,
    boolean isToFirst,
    boolean isToSecond,
    boolean isDiode,
    int channels,
    int rules,
    int unusedRules,
    ConduitState state,
    long passed,
    long denied,
    long waited,
    int heard,
    Optional<Long> last) {
  boolean touches(String zone) {
    return first.equals(zone) || second.equals(zone);
  }
}
