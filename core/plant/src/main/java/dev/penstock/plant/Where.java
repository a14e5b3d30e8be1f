package dev.penstock.plant;

import dev.penstock.plant.tree.Place;

/**
 * The place of a finding.
 *
 * @param path as {@code zones[filters].parent}; empty for the whole file
 * @param place in the file, or {@link Place#NONE}
 */
public record Where(String path, Place place) {}
