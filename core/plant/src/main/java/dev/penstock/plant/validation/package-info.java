/**
 * Validations: rules that a plant can be built against, so people decide what to do about each.
 * Neither a policy nor what was observed comes in here: a validation looks at a model and a day,
 * and who knows more hands in what it noted. Read {@link dev.penstock.plant.validation.Validations}
 * first.
 */
@NullMarked
package dev.penstock.plant.validation;

import org.jspecify.annotations.NullMarked;
