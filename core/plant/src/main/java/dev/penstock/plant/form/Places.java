package dev.penstock.plant.form;

import dev.penstock.plant.Kind;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where in a file the things of a plant stand, by the words in which validations name them, as
 * {@code zone/filters}: a model has forgotten its file.
 */
public final class Places {
  private final Map<String, Place> places = new HashMap<>();

  private Places(Tree root) {
    for (Kind kind : List.of(Kind.SITE, Kind.SYSTEM)) {
      field(root, kind.field())
          .ifPresent(tree -> {
            put(kind.word(), tree);
            id(tree).ifPresent(id -> put(kind.word() + "/" + id, tree));
          });
    }
    for (Kind kind : List.of(Kind.ZONE, Kind.CONDUIT, Kind.ASSET)) {
      all(root, kind.field(), kind.word());
    }
    all(root, Kind.ACCESS_POINT.field(), Kind.ACCESS_POINT.word());
    all(root, Kind.FUNCTION.field(), Kind.FUNCTION.word());
    for (Tree conduit : items(root, Kind.CONDUIT.field())) {
      id(conduit)
          .ifPresent(id -> all(conduit, Kind.CHANNEL.field(), Kind.CHANNEL.word() + "/" + id));
    }
    for (Tree accepted : items(root, Kind.ACCEPTANCE.field())) {
      String rule = text(accepted, "rule").orElse("");
      text(accepted, "where")
          .ifPresent(where -> put(Kind.ACCEPTANCE.word() + "/" + rule + " " + where, accepted));
    }
  }

  /** Those of a file that was read as a plant. */
  public static Places of(Tree root) {
    return new Places(root);
  }

  /** Where it stands, or {@link Place#NONE}. */
  public Place of(String subject) {
    return places.getOrDefault(subject, Place.NONE);
  }

  private void all(Tree of, String field, String prefix) {
    for (Tree item : items(of, field)) {
      id(item).ifPresent(id -> put(prefix + "/" + id, item));
    }
  }

  private void put(String subject, Tree tree) {
    var _ = places.putIfAbsent(subject, tree.place());
  }

  private static Optional<String> id(Tree tree) {
    return text(tree, "id");
  }

  private static Optional<String> text(Tree tree, String name) {
    return field(tree, name)
        .filter(Tree.Scalar.class::isInstance)
        .map(scalar -> ((Tree.Scalar) scalar).text());
  }

  private static List<Tree> items(Tree tree, String name) {
    return field(tree, name)
        .filter(Tree.Items.class::isInstance)
        .map(list -> ((Tree.Items) list).items())
        .orElse(List.of());
  }

  private static Optional<Tree> field(Tree tree, String name) {
    return tree instanceof Tree.Fields fields
        ? fields.fields().stream()
            .filter(each -> each.name().text().equals(name))
            .map(Tree.Field::value)
            .findFirst()
        : Optional.empty();
  }
}
