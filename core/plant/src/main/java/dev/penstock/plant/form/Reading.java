package dev.penstock.plant.form;

import dev.penstock.plant.Checked;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import java.util.Optional;

/** What came of reading a file as a plant. */
public sealed interface Reading {
  /**
   * It describes a plant; whether a sound one, the check says.
   *
   * @param policy what stands under {@code policy}, which is no part of the model: it is handed on
   *     unread, with its places in the file, to whoever knows policies
   */
  record Plant(Checked checked, Optional<Tree> policy) implements Reading {}

  /** It does not even claim to be a plant that this reader knows, so nothing is said about it. */
  record NoPlant(Place place, String why) implements Reading {}
}
