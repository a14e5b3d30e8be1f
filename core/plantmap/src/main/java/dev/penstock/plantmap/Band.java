package dev.penstock.plantmap;

/**
 * A strip across the whole map, for the zones of one level of the Purdue model.
 *
 * @param level in the words of the model
 * @param y of its upper edge
 */
public record Band(String level, double y, double height) {}
