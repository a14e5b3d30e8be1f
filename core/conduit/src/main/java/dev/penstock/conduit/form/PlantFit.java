package dev.penstock.conduit.form;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Fault;
import dev.penstock.conduit.Policy;
import dev.penstock.plant.Conduit;
import dev.penstock.plant.Model;
import dev.penstock.plant.tree.Place;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whether a policy is one of this plant: each channel goes through a conduit that is there, between
 * the two zones that it joins.
 */
public final class PlantFit {
  private PlantFit() {}

  /**
   * What does not fit, in the order of the file; none when all does.
   *
   * @param places where each channel begins, by its id; empty for a policy that is in no file
   */
  public static List<Finding> findings(Policy policy, Map<String, Place> places, Model model) {
    Map<String, Conduit> conduits =
        model.conduits().stream().collect(Collectors.toMap(Conduit::id, Function.identity()));
    var findings = new Findings();
    for (Channel channel : policy.channels()) {
      Place place = places.getOrDefault(channel.id(), Place.NONE);
      String path = "channels[" + channel.id() + "].";
      Conduit conduit = conduits.get(channel.conduit());
      if (conduit == null) {
        findings.add(
            path + "conduit",
            place,
            new Fault(
                "there is no conduit '" + channel.conduit() + "' in the plant",
                "a conduit of the plant",
                "add the conduit to the plant, or name the one that is meant"));
        continue;
      }
      List<String> between = List.of(channel.from(), channel.to());
      if (!conduit.between().equals(between) && !conduit.between().equals(between.reversed())) {
        findings.add(
            path + "from",
            place,
            new Fault(
                "the conduit '%s' does not join zone '%s' to zone '%s'"
                    .formatted(channel.conduit(), channel.from(), channel.to()),
                String.join(", ", conduit.between()),
                "name the two zones that the conduit joins, who asks first"));
      }
    }
    return findings.isEmpty() ? List.of() : findings.unsound().findings();
  }
}
