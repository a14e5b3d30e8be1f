/**
 * Validations: rules that a plant can be built against, so people decide what to do about each.
 * What live data, a policy or evidence would have to say does not come in here: a validation looks
 * at a model and a day alone. Read {@link dev.penstock.plant.validation.Validations} first.
 */
@NullMarked
package dev.penstock.plant.validation;

import org.jspecify.annotations.NullMarked;
