/**
 * A drawing of a plant, as boxes, shapes and lines, and what of it becomes a model. How a file of
 * some program spells a drawing does not come in here. Read {@link
 * dev.penstock.plant.drawing.DrawingImport} first.
 */
@NullMarked
package dev.penstock.plant.drawing;

import org.jspecify.annotations.NullMarked;
