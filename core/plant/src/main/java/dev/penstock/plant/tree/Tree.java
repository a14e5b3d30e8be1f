package dev.penstock.plant.tree;

import java.util.List;

/**
 * One node of a file: text, a list, or fields. All text is text: a reader decides what it means, so
 * {@code 010} and {@code no} stay what somebody typed.
 */
public sealed interface Tree {
  /** Where it begins. */
  Place place();

  /** Text. */
  record Scalar(Place place, String text) implements Tree {}

  /** A list, in its order. */
  record Items(Place place, List<Tree> items) implements Tree {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** Fields in their order; a name may be there twice, and it is the reader's to say so. */
  record Fields(Place place, List<Field> fields) implements Tree {
    public Fields {
      fields = List.copyOf(fields);
    }
  }

  /** One field with its value. */
  record Field(Scalar name, Tree value) {}
}
