/**
 * A model as a file that people write and read. Which rules a model must keep does not come in
 * here. Read {@link dev.penstock.plant.form.PlantReader} first.
 */
@NullMarked
package dev.penstock.plant.form;

import org.jspecify.annotations.NullMarked;
