package dev.penstock.plant.form;

import dev.penstock.plant.Checked;
import dev.penstock.plant.tree.Place;

/** What came of reading a file as a plant. */
public sealed interface Reading {
  /** It describes a plant; whether a sound one, the check says. */
  record Plant(Checked checked) implements Reading {}

  /** It does not even claim to be a plant that this reader knows, so nothing is said about it. */
  record NoPlant(Place place, String why) implements Reading {}
}
