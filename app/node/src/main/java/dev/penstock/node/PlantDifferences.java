package dev.penstock.node;

import dev.penstock.access.ApprovalRequest.Difference;
import dev.penstock.plant.Change;
import dev.penstock.plant.Kind;
import dev.penstock.plant.Model;
import dev.penstock.plant.ModelDiff;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What people are shown who must agree to another model. What decides which sources lie in a zone
 * comes first, then what is accepted: nobody pushes it out of sight by many harmless changes.
 *
 * <p>Req: 62443-4-2 CR 2.1 RE(4)
 */
final class PlantDifferences {
  static final int SHOWN_MAX = 255;

  private static final Pattern DECIDES = Pattern.compile("zones\\[[^]]*]\\.(parent|sources\\[.*)");

  private PlantDifferences() {}

  /** Of a change of very many things the first, and how many more there are. */
  static List<Difference> between(Optional<Model> before, Model after) {
    if (before.isEmpty()) {
      return List.of(new Difference("plant", "", after.toString()));
    }
    List<Change> changes = new ArrayList<>(ModelDiff.between(before.get(), after).changes());
    changes.sort(Comparator.comparingInt(PlantDifferences::rank));
    List<Difference> all = new ArrayList<>();
    for (Change change : changes.subList(0, Math.min(SHOWN_MAX, changes.size()))) {
      all.add(
          new Difference(
              cut(change.path()), cut(change.before().orElse("")), cut(change.after().orElse(""))));
    }
    if (changes.size() > SHOWN_MAX) {
      List<Change> left = changes.subList(SHOWN_MAX, changes.size());
      long deciding = left.stream().filter(PlantDifferences::decides).count();
      String which = deciding == 0 ? "" : ", " + deciding + " of them of sources or parents";
      String more = left.size() + " more changes" + which;
      all.add(new Difference("...", "", more + "; compare the files of both models"));
    }
    return all;
  }

  private static int rank(Change change) {
    return decides(change) ? 0 : change.path().startsWith(Kind.ACCEPTANCE.field()) ? 1 : 2;
  }

  private static boolean decides(Change change) {
    return DECIDES.matcher(change.path()).matches();
  }

  private static String cut(String text) {
    return text.length() <= Difference.TEXT_MAX ? text : text.substring(0, Difference.TEXT_MAX);
  }
}
