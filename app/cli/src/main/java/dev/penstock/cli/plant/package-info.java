/**
 * {@code penstock plant}: tells whether a file describes a plant, and how two differ. The rules are
 * in core/plant; nothing here judges. Read {@link dev.penstock.cli.plant.PlantCommand} first.
 */
@NullMarked
package dev.penstock.cli.plant;

import org.jspecify.annotations.NullMarked;
