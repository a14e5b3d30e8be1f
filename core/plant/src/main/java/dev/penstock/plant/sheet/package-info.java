/**
 * Assets of a plant as a table of comma-separated values, which other tools write and read. No
 * other kind of element comes in here, and no file is touched. Read {@link
 * dev.penstock.plant.sheet.AssetSheet} first.
 */
@NullMarked
package dev.penstock.plant.sheet;

import org.jspecify.annotations.NullMarked;
