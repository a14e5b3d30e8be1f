package dev.penstock.plant;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How one model differs from another, for people to approve and for a program to apply.
 *
 * @param changes format and organisation first, then site, zones, conduits, assets and the rest,
 *     each in the order of ids; empty for the same model
 */
public record ModelDiff(List<Change> changes) {
  public ModelDiff {
    changes = List.copyOf(changes);
  }

  /** What came of applying a diff. */
  public sealed interface Applied {
    /** The model with the changes. */
    record Changed(Model model) implements Applied {}

    /**
     * The diff was made for another model, or by somebody who does not know its paths.
     *
     * @param found what stands at the path of the change
     */
    record Conflict(Change change, Optional<String> found) implements Applied {}

    /** With the changes it would be no model. */
    record Unsound(Checked.Unsound why) implements Applied {}
  }

  /** The changes that lead from one model to the other. */
  public static ModelDiff between(Model before, Model after) {
    Map<String, String> old = FlatForm.of(before);
    Map<String, String> now = FlatForm.of(after);
    var paths =
        new TreeSet<String>(Comparator.comparingInt(ModelDiff::order).thenComparing(path -> path));
    paths.addAll(old.keySet());
    paths.addAll(now.keySet());
    List<Change> changes = new ArrayList<>();
    for (String path : paths) {
      Optional<String> was = Optional.ofNullable(old.get(path));
      Optional<String> is = Optional.ofNullable(now.get(path));
      if (!was.equals(is)) {
        changes.add(new Change(path, was, is));
      }
    }
    return new ModelDiff(changes);
  }

  private static int order(String path) {
    return FlatForm.kind(path).map(Enum::ordinal).orElse(-1);
  }

  /** True when both models are the same. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /** Changes a model; each change must find before it what it says stood there. */
  public Applied applyTo(Model model) {
    Map<String, String> flat = FlatForm.of(model);
    for (Change change : changes) {
      Optional<String> found = Optional.ofNullable(flat.get(change.path()));
      if (!found.equals(change.before()) || !FlatDraft.isMeant(change)) {
        return new Applied.Conflict(change, found);
      }
      if (change.after().isPresent()) {
        flat.put(change.path(), change.after().get());
      } else {
        flat.remove(change.path());
      }
    }
    return switch (ModelChecker.check(FlatDraft.of(flat))) {
      case Checked.Sound(var changed) -> applied(changed, flat);
      case Checked.Unsound unsound -> new Applied.Unsound(unsound);
    };
  }

  /** A change that says nothing by itself, as a rationale of no level, is not passed over. */
  private Applied applied(Model changed, Map<String, String> wanted) {
    Map<String, String> made = FlatForm.of(changed);
    return changes.stream()
        .filter(change -> wanted.containsKey(change.path()) && !made.containsKey(change.path()))
        .findFirst()
        .<Applied>map(change -> new Applied.Conflict(change, Optional.empty()))
        .orElse(new Applied.Changed(changed));
  }
}
