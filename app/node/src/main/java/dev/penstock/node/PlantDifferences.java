package dev.penstock.node;

import dev.penstock.access.ApprovalRequest.Difference;
import dev.penstock.conduit.site.PolicyDiff;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.plant.Change;
import dev.penstock.plant.Kind;
import dev.penstock.plant.ModelDiff;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What people are shown who must agree to another model. What decides which sources lie in a zone
 * comes first, then what may pass, then what is accepted; for the latter two places are kept:
 * nobody pushes any of them out of sight by many other changes, and what is not shown is counted by
 * what it is about.
 *
 * <p>Req: 62443-4-2 CR 2.1 RE(4)
 */
final class PlantDifferences {
  static final int SHOWN_MAX = 255;

  /** Places that nothing but what is accepted has, where so much is. */
  static final int ACCEPTED_PLACES = 128;

  /** Places that nothing but what may pass has. */
  static final int POLICY_PLACES = 64;

  private static final Pattern DECIDES = Pattern.compile("zones\\[[^]]*]\\.(parent|sources\\[.*)");

  private PlantDifferences() {}

  /** Of a change of very many things the first, and how many more there are. */
  static List<Difference> between(Optional<SiteModel> before, SiteModel after) {
    if (before.isEmpty()) {
      return List.of(new Difference("plant", "", after.toString()));
    }
    Map<About, List<Change>> all = new EnumMap<>(About.class);
    for (Change change : PolicyDiff.between(before.get().policy(), after.policy())) {
      all.computeIfAbsent(About.POLICY, _ -> new ArrayList<>()).add(change);
    }
    for (Change change : ModelDiff.between(before.get().plant(), after.plant()).changes()) {
      all.computeIfAbsent(About.of(change), _ -> new ArrayList<>()).add(change);
    }
    return shown(all);
  }

  /** What a change is about, in the order in which changes are shown. */
  private enum About {
    PLACES("sources or parents", 0),
    POLICY("what may pass", POLICY_PLACES),
    ACCEPTED("what is accepted", ACCEPTED_PLACES),
    OTHER("anything else", 0);

    private final String words;
    private final int kept;

    About(String words, int kept) {
      this.words = words;
      this.kept = kept;
    }

    static About of(Change change) {
      if (DECIDES.matcher(change.path()).matches()) {
        return PLACES;
      }
      return change.path().startsWith(Kind.ACCEPTANCE.field() + "[") ? ACCEPTED : OTHER;
    }
  }

  private static List<Difference> shown(Map<About, List<Change>> all) {
    List<Difference> shown = new ArrayList<>();
    List<String> left = new ArrayList<>();
    int kept = 0;
    for (var each : all.entrySet()) {
      kept += Math.min(each.getKey().kept, each.getValue().size());
    }
    int leftCount = 0;
    for (var each : all.entrySet()) {
      List<Change> changes = each.getValue();
      kept -= Math.min(each.getKey().kept, changes.size());
      int places = SHOWN_MAX - shown.size() - kept;
      int count = Math.min(places, changes.size());
      changes.subList(0, count).forEach(change -> shown.add(difference(change)));
      if (count < changes.size()) {
        left.add((changes.size() - count) + " of " + each.getKey().words);
        leftCount += changes.size() - count;
      }
    }
    if (leftCount > 0) {
      String more = leftCount + " more changes: " + String.join(", ", left);
      shown.add(new Difference("...", "", more + "; compare the files of both models"));
    }
    return shown;
  }

  private static Difference difference(Change change) {
    return new Difference(
        cut(change.path()), cut(change.before().orElse("")), cut(change.after().orElse("")));
  }

  private static String cut(String text) {
    return text.length() <= Difference.TEXT_MAX ? text : text.substring(0, Difference.TEXT_MAX);
  }
}
